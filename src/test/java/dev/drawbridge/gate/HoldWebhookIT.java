package dev.drawbridge.gate;

import static dev.drawbridge.gate.webhook.WebhookOfClass.assertAllowed;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertAllowedUnchanged;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertRefused;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertWarns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.WebhookOfClass;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS: the same cases as the Java rule and the admission policy. */
class HoldWebhookIT {

  @RegisterExtension static final WebhookOfClass WEBHOOK = new WebhookOfClass();

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

    var answer = WEBHOOK.hold(review);

    assertThat(answer.path("response").path("uid").asText()).isEqualTo(Reviews.UID);
    assertAllowed(answer);
    assertThat(Reviews.stored(review, answer)).isEqualTo(given.expected());
    given.warnings().ifPresent(expected -> assertWarns(answer, expected));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    assertRefused(WEBHOOK.hold(review(given, given.asked())))
        .isEqualTo(given.refusal().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void letsThroughWhatIsStoredAsTheCaseSays(HoldCase given) {
    assertAllowedUnchanged(WEBHOOK.check(review(given, given.expected())));
  }

  @ParameterizedTest
  @MethodSource("changed")
  void refusesWhatOthersHaveChangedBack(HoldCase given) {
    assertRefused(WEBHOOK.check(review(given, given.asked()))).isNotEmpty();
  }

  private static ObjectNode review(HoldCase given, Deployment asked) {
    var review =
        Reviews.of(given.old(), asked, given.user(), GateRights.groups(given.mayBreakGlass()));
    if (given.part() == Write.Part.STATUS) {
      review.withObjectProperty("request").put("subResource", "status");
    }
    return review;
  }
}
