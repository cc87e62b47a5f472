package dev.drawbridge.gate.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS: the same cases as the Java rules and the admission policies. */
class PodWebhookIT {

  private static final String CASES = "dev.drawbridge.gate.pod.PodCase#";

  private static Served served;
  private static HttpClient client;

  @BeforeAll
  static void serve() {
    served = Served.start();
    client = served.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    served.close();
  }

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void storesWhatTheCaseSays(PodCase given) {
    var review = review(given, given.asked());

    var answer = answer("/hold", review);

    assertThat(answer.path("response").path("allowed").asBoolean()).as(answer.toString()).isTrue();
    assertThat(Reviews.stored(review, answer, given.asked().getClass()))
        .isEqualTo(given.expected());
  }

  @ParameterizedTest
  @MethodSource(CASES + "refused")
  void refusesWithTheSentenceOfTheCase(PodCase given) {
    var response = answer("/hold", review(given, given.asked())).path("response");

    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
    assertThat(response.path("status").path("message").asText())
        .isEqualTo(given.refusal().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void letsThroughWhatIsStoredAsTheCaseSays(PodCase given) {
    var response = answer("/check", review(given, given.expected())).path("response");

    assertThat(response.path("allowed").asBoolean()).as(response.toString()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  private static JsonNode review(PodCase given, HasMetadata asked) {
    var groups =
        given.mayBreakGlass().stream().map(one -> "breakglass-" + one).toArray(String[]::new);
    var review = Reviews.of(given.old(), asked, given.user(), groups);
    if (given.ofStatus()) {
      review.withObjectProperty("request").put("subResource", "status");
    }
    return review;
  }

  private static JsonNode answer(String path, JsonNode review) {
    return Reviews.json(served.post(client, path, review.toString()).body());
  }
}
