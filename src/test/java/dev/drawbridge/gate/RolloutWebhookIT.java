package dev.drawbridge.gate;

import static dev.drawbridge.gate.webhook.WebhookOfClass.assertAllowed;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertRefused;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertWarns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.WebhookOfClass;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS, asked about Rollouts: the cases of Deployments, with the same fields. */
class RolloutWebhookIT {

  @RegisterExtension static final WebhookOfClass WEBHOOK = new WebhookOfClass();

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

    var answer = WEBHOOK.hold(review);

    assertAllowed(answer);
    var stored = Reviews.storedJson(review, answer);
    assertThat(stored.path("spec").path("strategy")).isEqualTo(Reviews.STRATEGY);
    assertThat(Reviews.asDeployment(stored)).isEqualTo(given.expected());
    given.warnings().ifPresent(expected -> assertWarns(answer, expected));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    assertRefused(WEBHOOK.hold(review(given)))
        .isEqualTo(given.refusal().orElseThrow().replace("Deployment", "Rollout"));
  }

  private static ObjectNode review(HoldCase given) {
    return Reviews.ofRollout(
        Reviews.of(
            given.old(), given.asked(), given.user(), GateRights.groups(given.mayBreakGlass())));
  }
}
