package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpClient;
import java.util.List;
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

  static List<HoldCase> cases() {
    return HoldCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void storesWhatTheCaseSays(HoldCase given) {
    var review = Reviews.of(given.old(), given.asked(), given.user());

    var answer = Reviews.json(served.post(client, "/hold", review.toString()).body());

    assertThat(answer.path("response").path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(answer.path("response").path("allowed").asBoolean()).isTrue();
    assertThat(Serialization.asYaml(Reviews.stored(review, answer)))
        .isEqualTo(Serialization.asYaml(given.stored()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void letsThroughWhatIsStoredAsTheCaseSays(HoldCase given) {
    var review = Reviews.of(given.old(), given.stored(), given.user());

    var answer = Reviews.json(served.post(client, "/check", review.toString()).body());

    assertThat(answer.path("response").path("allowed").asBoolean()).isTrue();
    assertThat(answer.path("response").has("patch")).isFalse();
  }

  static List<HoldCase> casesThatChangeSomething() {
    return cases().stream().filter(given -> !given.stored().equals(given.asked())).toList();
  }

  @ParameterizedTest
  @MethodSource("casesThatChangeSomething")
  void refusesWhatIsNotStoredAsTheCaseSays(HoldCase given) {
    var review = Reviews.of(given.old(), given.asked(), given.user());

    var answer = Reviews.json(served.post(client, "/check", review.toString()).body());

    assertThat(answer.path("response").path("allowed").asBoolean()).isFalse();
    assertThat(answer.path("response").path("status").path("code").asInt()).isEqualTo(403);
  }
}
