package dev.drawbridge.gate.pod;

import static dev.drawbridge.gate.webhook.WebhookOfClass.assertAllowed;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertAllowedUnchanged;
import static dev.drawbridge.gate.webhook.WebhookOfClass.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.gate.GateRights;
import dev.drawbridge.gate.webhook.Reviews;
import dev.drawbridge.gate.webhook.WebhookOfClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook over HTTPS: the same cases as the Java rules and the admission policies. */
class PodWebhookIT {

  private static final String CASES = "dev.drawbridge.gate.pod.PodCase#";

  @RegisterExtension static final WebhookOfClass WEBHOOK = new WebhookOfClass();

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void storesWhatTheCaseSays(PodCase given) {
    var review = review(given, given.asked());

    var answer = WEBHOOK.hold(review);

    assertAllowed(answer);
    assertThat(Reviews.stored(review, answer, given.asked().getClass()))
        .isEqualTo(given.expected());
  }

  @ParameterizedTest
  @MethodSource(CASES + "refused")
  void refusesWithTheSentenceOfTheCase(PodCase given) {
    assertRefused(WEBHOOK.hold(review(given, given.asked())))
        .isEqualTo(given.refusal().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void letsThroughWhatIsStoredAsTheCaseSays(PodCase given) {
    assertAllowedUnchanged(WEBHOOK.check(review(given, given.expected())));
  }

  private static JsonNode review(PodCase given, HasMetadata asked) {
    var groups = GateRights.groups(given.mayBreakGlass());
    var review = Reviews.of(given.old(), asked, given.user(), groups);
    if (given.ofStatus()) {
      review.withObjectProperty("request").put("subResource", "status");
    }
    return review;
  }
}
