package dev.drawbridge.gate;

import static dev.drawbridge.api.Markers.HELD_ANNOTATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoldRuleTest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final HoldRule RULE = new HoldRule(HoldRule.OPERATOR);

  static List<HoldCase> cases() {
    return HoldCase.all();
  }

  static List<HoldCase> allowed() {
    return cases().stream().filter(HoldCase::isAllowed).toList();
  }

  static List<HoldCase> refused() {
    return cases().stream().filter(given -> !given.isAllowed()).toList();
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void storesWhatTheCaseSays(HoldCase given) {
    var stored = allowed(given.write()).stored();

    assertThat(tree(stored)).isEqualTo(tree(given.expected()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    assertThat(RULE.decide(given.write()))
        .isEqualTo(new Decision.Refused(given.refusal().orElseThrow()));
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void writingItOnceMoreChangesNothing(HoldCase given) {
    var stored = allowed(given.write()).stored();

    var again = allowed(given.write().withAsked(stored)).stored();

    assertThat(again).isSameAs(stored);
  }

  static List<HoldCase> casesThatAreChanged() {
    return allowed().stream().filter(given -> !given.expected().equals(given.asked())).toList();
  }

  /** As it would reach us again if somebody after us had taken back what we changed. */
  @ParameterizedTest
  @MethodSource("casesThatAreChanged")
  void refusesWhatSomebodyElseHasChangedBack(HoldCase given) {
    assertThat(RULE.judge(given.write()))
        .isEqualTo(new Decision.Refused(Sentences.changedAfterwards("Deployment")));
  }

  static List<HoldCase> casesWithWarnings() {
    return allowed().stream().filter(given -> given.warnings().isPresent()).toList();
  }

  @ParameterizedTest
  @MethodSource("casesWithWarnings")
  void warnsAsTheCaseSays(HoldCase given) {
    assertThat(allowed(given.write()).warnings())
        .containsExactlyElementsOf(given.warnings().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void tellsWhoeverWritesAHeldOne(HoldCase given) {
    var decision = allowed(given.write());
    var situation = new Situation(given.old(), decision.stored());
    var tells =
        Hold.markOf(decision.stored()).isPresent()
            && situation.need().isPresent()
            && !situation.isBeingDeleted()
            && given.part() == Write.Part.OBJECT
            && !given.user().equals(HoldRule.OPERATOR);

    assertThat(decision.warnings().stream().anyMatch(each -> each.startsWith("held: needs ")))
        .isEqualTo(tells);
  }

  static List<HoldCase> casesThatFlow() {
    return allowed().stream()
        .filter(given -> given.expected().equals(given.asked()))
        .filter(
            given -> !given.expected().getMetadata().getAnnotations().containsKey(HELD_ANNOTATION))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("casesThatFlow")
  void givesTheSameObjectWhereThereIsNothingToHold(HoldCase given) {
    assertThat(allowed(given.write()).stored()).isSameAs(given.asked());
  }

  @Test
  void anotherOperatorMayBeNamed() {
    var given = HoldCase.named("released-by-the-operator");

    var decision = new HoldRule("elsewhere").decide(given.write());

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Allowed.class,
            allowed -> assertThat(allowed.stored().getSpec().getPaused()).isTrue());
  }

  private static JsonNode tree(Deployment deployment) {
    return SERIALIZATION.convertValue(deployment, JsonNode.class);
  }

  private static Decision.Allowed allowed(Write write) {
    return switch (RULE.decide(write)) {
      case Decision.Allowed allowed -> allowed;
      case Decision.Refused(var sentence) -> fail("refused: " + sentence);
    };
  }
}
