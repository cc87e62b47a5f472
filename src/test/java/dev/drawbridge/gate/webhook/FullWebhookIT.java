package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More clients than may be under way and wait. None of them is ended by its limit meanwhile. */
class FullWebhookIT {

  private static final int PLACES = 128 + 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension
  final WebhookUnderTest webhook = new WebhookUnderTest(PATIENCE.multipliedBy(2));

  @Test
  void clientBeyondTheQueueIsEndedAtOnceAndTheNextReviewIsAnswered() throws Exception {
    var connections = new ArrayList<Connection>();
    try {
      for (var number = 0; number < PLACES; number++) {
        // Starts a handshake, which takes a place.
        connections.add(
            Connection.plain(webhook.served().port()).send(new byte[] {0x16, 0x03, 0x01}));
      }
      await().atMost(PATIENCE).until(() -> webhook.served().isFull());

      try (var beyond = Connection.plain(webhook.served().port())) {
        beyond.send(new byte[] {0x16, 0x03, 0x01});

        beyond.awaitEnd();
        assertThat(webhook.served().isFull()).as("the others have not ended yet").isTrue();
      }
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }
}
