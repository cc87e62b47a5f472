package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients, and many at once: each has its limit, and the webhook goes on. */
class CrowdedWebhookIT {

  @RegisterExtension final WebhookUnderTest webhook = new WebhookUnderTest(Duration.ofSeconds(1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P",
        "POST /hold HTTP/1.1\r\nContent-Ty",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n{",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{",
      })
  void clientThatStopsHalfWayIsNotWaitedFor(String text) throws Exception {
    try (var connection = Connection.secured(webhook.served())) {
      var start = System.nanoTime();
      connection.send(text);

      connection.awaitEnd();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WebhookUnderTest.PATIENCE);
    }
  }

  @Test
  void handshakeThatStopsHalfWayIsNotWaitedFor() throws Exception {
    try (var connection = Connection.plain(webhook.served().port())) {
      // The head of a TLS record that never comes.
      connection.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});

      connection.awaitEnd();
    }
  }

  @Test
  void manyClientsThatSendALittleNowAndThenDoNotKeepOthersOut() throws Exception {
    var connections = new ArrayList<Connection>();
    try (var drip = Executors.newSingleThreadScheduledExecutor()) {
      for (var number = 0; number < 100; number++) {
        connections.add(Connection.secured(webhook.served()).send("POST /hold HTTP/1.1\r\n"));
      }
      var dripping =
          drip.scheduleWithFixedDelay(
              () -> connections.forEach(CrowdedWebhookIT::sendLittle),
              0,
              100,
              TimeUnit.MILLISECONDS);

      var answer =
          webhook.served().post(webhook.client(), "/hold", WebhookUnderTest.review().toString());

      assertThat(answer.statusCode()).isEqualTo(200);
      await().atMost(WebhookUnderTest.PATIENCE).until(() -> webhook.served().underWay() == 0);
      dripping.cancel(false);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static void sendLittle(Connection connection) {
    try {
      connection.send("X");
    } catch (IOException closed) {
      // That is what the test waits for, by other means.
      return;
    }
  }
}
