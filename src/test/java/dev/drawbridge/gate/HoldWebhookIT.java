package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS: the same cases as the Java rule and the admission policy. */
class HoldWebhookIT {

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

  /** A scale says nothing of its Deployment, so no webhook can judge it. */
  private static Stream<HoldCase> cases() {
    return HoldCase.all().stream().filter(given -> given.part() != Write.Part.SCALE);
  }

  static List<HoldCase> allowed() {
    return cases().filter(HoldCase::isAllowed).toList();
  }

  static List<HoldCase> refused() {
    return cases().filter(given -> !given.isAllowed()).toList();
  }

  static List<HoldCase> changed() {
    return allowed().stream().filter(given -> !given.expected().equals(given.asked())).toList();
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void storesAndSaysWhatTheCaseSays(HoldCase given) {
    var review = review(given, given.asked());

    var answer = answer("/hold", review);

    assertThat(answer.path("response").path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(answer.path("response").path("allowed").asBoolean()).isTrue();
    assertThat(Reviews.stored(review, answer)).isEqualTo(given.expected());
    given
        .warnings()
        .ifPresent(expected ->
            assertThat(answer.path("response").path("warnings"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(expected));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    assertRefused(answer("/hold", review(given, given.asked())))
        .isEqualTo(given.refusal().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void letsThroughWhatIsStoredAsTheCaseSays(HoldCase given) {
    var response = answer("/check", review(given, given.expected())).path("response");

    assertThat(response.path("allowed").asBoolean()).as(response.toString()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("changed")
  void refusesWhatOthersHaveChangedBack(HoldCase given) {
    assertRefused(answer("/check", review(given, given.asked()))).isNotEmpty();
  }

  private static AbstractStringAssert<?> assertRefused(JsonNode answer) {
    var response = answer.path("response");
    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
    return assertThat(response.path("status").path("message").asText());
  }

  private static ObjectNode review(HoldCase given, Deployment asked) {
    var review = Reviews.of(given.old(), asked, given.user(), Writer.groups(given.mayBreakGlass()));
    if (given.part() == Write.Part.STATUS) {
      review.withObjectProperty("request").put("subResource", "status");
    }
    return review;
  }

  private static JsonNode answer(String path, ObjectNode review) {
    return Reviews.json(served.post(client, path, review.toString()).body());
  }
}
