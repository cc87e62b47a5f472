package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.Served;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS, asked about Rollouts: the cases of Deployments, with the same fields. */
class RolloutWebhookIT {

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

  static List<HoldCase> allowed() {
    return of(HoldCase::isAllowed);
  }

  static List<HoldCase> refused() {
    return of(Predicate.not(HoldCase::isAllowed));
  }

  private static List<HoldCase> of(Predicate<HoldCase> wanted) {
    return HoldCase.all().stream()
        .filter(given -> given.part() == Write.Part.OBJECT)
        .filter(wanted)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void storesAndSaysWhatTheCaseSays(HoldCase given) {
    var review = review(given);

    var answer = answer(review);

    assertThat(answer.path("response").path("allowed").asBoolean()).isTrue();
    var stored = Reviews.storedJson(review, answer);
    assertThat(stored.path("spec").path("strategy")).isEqualTo(Reviews.STRATEGY);
    assertThat(Reviews.asDeployment(stored)).isEqualTo(given.expected());
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
    var response = answer(review(given)).path("response");

    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("status").path("message").asText())
        .isEqualTo(given.refusal().orElseThrow().replace("Deployment", "Rollout"));
  }

  private static ObjectNode review(HoldCase given) {
    return Reviews.ofRollout(
        Reviews.of(given.old(), given.asked(), given.user(), Writer.groups(given.mayBreakGlass())));
  }

  private static JsonNode answer(ObjectNode review) {
    return Reviews.json(served.post(client, "/hold", review.toString()).body());
  }
}
