package dev.drawbridge.gate;

import static dev.drawbridge.api.Markers.HELD_ANNOTATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoldRuleTest {

  private static final HoldRule RULE = new HoldRule(HoldRule.OPERATOR);

  static List<HoldCase> cases() {
    return HoldCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void storesWhatTheCaseSays(HoldCase given) {
    var stored = RULE.admit(given.old(), given.asked(), given.user());

    assertThat(Serialization.asYaml(stored)).isEqualTo(Serialization.asYaml(given.stored()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writingItOnceMoreChangesNothing(HoldCase given) {
    var stored = RULE.admit(given.old(), given.asked(), given.user());

    var again = RULE.admit(given.old(), stored, given.user());

    assertThat(Serialization.asYaml(again)).isEqualTo(Serialization.asYaml(stored));
  }

  static List<HoldCase> casesThatFlow() {
    return cases().stream()
        .filter(given -> given.stored().equals(given.asked()))
        .filter(
            given -> !given.stored().getMetadata().getAnnotations().containsKey(HELD_ANNOTATION))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("casesThatFlow")
  void givesTheSameObjectWhereThereIsNothingToHold(HoldCase given) {
    assertThat(RULE.admit(given.old(), given.asked(), given.user())).isSameAs(given.asked());
  }

  @Test
  void anotherOperatorMayBeNamed() {
    var given =
        cases().stream()
            .filter(each -> each.name().equals("released-by-the-operator"))
            .findFirst()
            .orElseThrow();

    var stored = new HoldRule("elsewhere").admit(given.old(), given.asked(), given.user());

    assertThat(stored.getSpec().getPaused()).isTrue();
  }
}
