package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.gate.webhook.Authority;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every replica serves the webhook, whether it leads or not, and says that it is ready. */
class WebhookReplicasIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ground ground = new Ground.Mock();
  private final Authority authority = new Authority();
  @TempDir private Path certificates;

  @Test
  void replicaThatDoesNotLeadServesAndIsReady() throws Exception {
    authority.renew(certificates);
    var namespace = ground.newNamespace();
    try (var leader = replica(namespace, "one");
        var other = replica(namespace, "two")) {
      leader.start();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> leaseHolder(namespace).equals("one"));
      other.start();

      for (var replica : new OperatorProcess[] {leader, other}) {
        await().atMost(PATIENCE).until(() -> isReady(replica));
        assertThat(answerOf(replica)).isEqualTo(400);
      }
      assertThat(leaseHolder(namespace)).isEqualTo("one");
    }
  }

  @Test
  void webhookServesBeforeTheOperatorHasStarted() throws Exception {
    authority.renew(certificates);
    try (var replica = replica(ground.newNamespace(), "one")) {
      assertThat(answerOf(replica)).isEqualTo(400);
      assertThat(isReady(replica)).isFalse();
    }
  }

  private OperatorProcess replica(String namespace, String pod) throws IOException {
    var configuration =
        new Configuration(
            "drawbridge:test",
            "IfNotPresent",
            Set.of(namespace),
            0,
            true,
            8,
            false,
            pod,
            namespace,
            Optional.of(new Configuration.Serving(0, certificates)));
    var client = new KubernetesClientBuilder().withConfig(ground.operator()).build();
    return new OperatorProcess(configuration, client, Clock.tickMillis(ZoneOffset.UTC));
  }

  private String leaseHolder(String namespace) {
    return ground
        .admin()
        .leases()
        .inNamespace(namespace)
        .withName("drawbridge")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  /** An empty body, to which there is an answer as to any other. */
  private int answerOf(OperatorProcess replica) {
    var uri = "https://127.0.0.1:%d/hold".formatted(replica.webhookPort().orElseThrow());
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.noBody())
            .build();
    try (var client = HttpClient.newBuilder().sslContext(authority.trusted()).build()) {
      return Served.send(client, request).statusCode();
    }
  }

  private static boolean isReady(OperatorProcess replica) {
    var uri = URI.create("http://127.0.0.1:%d/ready".formatted(replica.port()));
    try (var client = HttpClient.newHttpClient()) {
      return Served.send(client, HttpRequest.newBuilder(uri).build()).statusCode() == 200;
    }
  }
}
