package dev.drawbridge.warmup;

import dev.drawbridge.operator.Configuration;
import dev.drawbridge.operator.OperatorProcess;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The operator from its start to the status of a first Migration, and its stop. */
final class OperatorRehearsal {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a real API server needs besides: it speaks TLS and HTTP/2. */
  private static final List<String> NOT_PLAYED =
      List.of("java.base/sun/security/ssl", "java.net.http/jdk/internal/net/http");

  private OperatorRehearsal() {}

  /** Needs no arguments; ends when it has seen the status, or with an error after a minute. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.setProperty("logback.configurationFile", "logback-operator.xml");
    try (var server = new PlayedApiServer();
        var operator =
            new OperatorProcess(
                configuration(), client(server), Clock.tickMillis(ZoneOffset.UTC))) {
      operator.start();
      server.awaitStatus(PATIENCE);
    }
    System.err.println(new LoadedClasses().ofTheJdk(NOT_PLAYED));
  }

  private static KubernetesClient client(PlayedApiServer server) {
    var configuration =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(server.url())
            .withNamespace(PlayedApiServer.NAMESPACE)
            .build();
    return new KubernetesClientBuilder().withConfig(configuration).build();
  }

  private static Configuration configuration() {
    return Configuration.of(
        Map.of(
            "DRAWBRIDGE_RUNNER_IMAGE",
            "drawbridge:rehearsal",
            "DRAWBRIDGE_HTTP_PORT",
            "0",
            "POD_NAME",
            "rehearsal",
            "POD_NAMESPACE",
            PlayedApiServer.NAMESPACE));
  }
}
