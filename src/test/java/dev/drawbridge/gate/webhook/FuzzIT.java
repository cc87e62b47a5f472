package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** The broken reviews of {@link FuzzTest}, over HTTPS. */
class FuzzIT {

  private static final int REVIEWS = 400;
  private static final int FIRST_SEED = 1_000_000;

  @Test
  void everyBrokenReviewIsAnswered() throws Exception {
    var reviews = FuzzTest.reviews();
    try (var served = Served.start();
        var client = served.client()) {
      for (var seed = FIRST_SEED; seed < FIRST_SEED + REVIEWS; seed++) {
        var body = new Mutations(seed).of(reviews.get(seed % reviews.size()));
        var request = served.request("/hold").POST(BodyPublishers.ofByteArray(body)).build();

        var response = Served.send(client, request);

        assertThat(response.statusCode()).as("seed %d", seed).isIn(200, 400);
      }
      assertThat(served.post(client, "/hold", reviews.getFirst().toString()).statusCode())
          .isEqualTo(200);
    }
  }
}
