package dev.drawbridge.gate.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodRulesTest {

  private static final String CASES = "dev.drawbridge.gate.pod.PodCase#";
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final PodRules RULES = PodRules.of(HoldRule.OPERATOR);

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void storesWhatTheCaseSays(PodCase given) {
    assertThat(tree(stored(RULES.decide(given.write())))).isEqualTo(tree(given.expected()));
  }

  @ParameterizedTest
  @MethodSource(CASES + "refused")
  void refusesWithTheSentenceOfTheCase(PodCase given) {
    assertThat(RULES.decide(given.write()))
        .isEqualTo(new Ruled.Refused(given.refusal().orElseThrow()));
  }

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void writingItOnceMoreChangesNothing(PodCase given) {
    var stored = stored(RULES.decide(given.write()));

    assertThat(stored(RULES.decide(given.write().withAsked(stored)))).isSameAs(stored);
  }

  @ParameterizedTest
  @MethodSource(CASES + "unchanged")
  void givesTheSameObjectWhereThereIsNothingToChange(PodCase given) {
    assertThat(stored(RULES.decide(given.write()))).isSameAs(given.asked());
  }

  /** As it would reach us again if somebody after us had taken back what we changed. */
  @ParameterizedTest
  @MethodSource(CASES + "changed")
  void refusesWhatSomebodyElseHasChangedBack(PodCase given) {
    assertThat(RULES.judge(given.write()) instanceof Ruled.Refused)
        .isEqualTo(!takesOnlyTheGateOff(given));
  }

  /** A gate that stays on a pod whose glass is broken delays it, and lets nothing through. */
  static boolean takesOnlyTheGateOff(PodCase given) {
    return given.isOfAPod()
        && given.old() != null
        && given
            .asked()
            .getMetadata()
            .getAnnotations()
            .equals(given.expected().getMetadata().getAnnotations());
  }

  @ParameterizedTest
  @CsvSource({
    "new-bare, drawbridge.dev/held-because",
    "memory-of-job-in-a-copy, drawbridge.dev/released"
  })
  void annotationOfOursMayBeNullWhereAnythingIsPutRight(String name, String annotation) {
    var given = PodCase.named(name);
    given.asked().getMetadata().getAnnotations().put(annotation, null);

    assertThat(stored(RULES.decide(given.write()))).isNotSameAs(given.asked());
  }

  @Test
  void anotherOperatorMayBeNamed() {
    var given = PodCase.named("new-by-the-operator");

    var stored = stored(PodRules.of("elsewhere").decide(given.write()));

    assertThat(stored)
        .isInstanceOfSatisfying(
            Pod.class, pod -> assertThat(pod.getSpec().getSchedulingGates()).hasSize(1));
  }

  private static JsonNode tree(HasMetadata object) {
    return SERIALIZATION.convertValue(object, JsonNode.class);
  }

  private static HasMetadata stored(Ruled ruled) {
    return switch (ruled) {
      case Ruled.Stored(var object) -> object;
      case Ruled.Refused(var sentence) -> fail("refused: " + sentence);
    };
  }
}
