package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.api.status.Run;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of the API server for the logs of a run, and what is made of its answers. */
class PodLogsTest {

  private static final String PODS =
      """
      {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [
        {"metadata": {"name": "old", "namespace": "shop", "creationTimestamp": "2026-11-21T02:00:00Z"},
         "spec": {"containers": [{"name": "runner"}]}},
        {"metadata": {"name": "new", "namespace": "shop", "creationTimestamp": "2026-11-21T02:01:00Z"},
         "spec": {"initContainers": [{"name": "mesh"}, {"name": "runner-0"}, {"name": "step-1"}],
                  "containers": [{"name": "runner"}]}}]}
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server = start();
  private String pods = PODS;
  private int codeOfPods = 200;

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new IllegalStateException(noPort);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    asked.add(uri.toString());
    if (!uri.getPath().endsWith("/log")) {
      say(exchange, codeOfPods, "application/json", pods);
    } else if (uri.getQuery().contains("container=runner&") || uri.getQuery().endsWith("=runner")) {
      say(exchange, 400, "text/plain", "container \"runner\" is waiting to start");
    } else {
      say(exchange, 200, "text/plain", "it said password=geheim");
    }
  }

  private static void say(HttpExchange exchange, int code, String type, String words)
      throws IOException {
    var body = words.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Logs logs() {
    var config =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    var origin = new Run.Origin(null, "d", null, null, null, null, null, null, null);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      return new PodLogs(client, "shop")
          .of(Run.begun("8c1f2e07", origin, "job", Instant.parse("2026-11-21T02:00:00Z")));
    }
  }

  @Test
  void containersOfTheNewestPodAreReadInTheirOrder() {
    var logs = logs();

    assertThat(logs.origin()).isEqualTo(Logs.Origin.POD);
    assertThat(logs.text())
        .isEqualTo(
            "container runner-0\nit said password=***\ncontainer step-1\nit said password=***\n");
    assertThat(asked.getFirst()).contains("labelSelector=drawbridge.dev%2Frun%3D8c1f2e07");
    assertThat(asked).noneMatch(path -> path.contains("/pods/old") || path.contains("mesh"));
  }

  @Test
  void itIsAskedForABoundedPart() {
    logs();

    assertThat(asked.stream().filter(path -> path.contains("/log")))
        .hasSize(3)
        .allMatch(path -> path.contains("tailLines=500") && path.contains("limitBytes=262144"));
  }

  @Test
  void missingRightIsSaid() {
    codeOfPods = 403;

    assertThat(logs().problem()).contains("the verbs list on pods and get on pods/log", "shop");
  }

  @Test
  void whatTheServerSaysIsSaidAndNothingAroundIt() {
    codeOfPods = 404;
    pods = "{\"kind\": \"Status\", \"code\": 404, \"message\": \"the node is gone\"}";

    assertThat(logs().problem()).isEqualTo("The pod's log could not be read: the node is gone");
  }
}
