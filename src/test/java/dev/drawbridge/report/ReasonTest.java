package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

  @ParameterizedTest
  @EnumSource
  void wordLeadsBackToTheReasonAndIsWhatKubernetesAccepts(Reason reason) {
    assertThat(Reason.of(reason.word())).isEqualTo(reason);
    assertThat(reason.word()).matches("([A-Z][a-z]*)+");
  }

  @Test
  void wordOfAnotherVersionIsUnknown() {
    assertThat(Reason.of("Rehearsed")).isEqualTo(Reason.UNKNOWN);
    assertThat(Reason.SCRIPT_FAILED.word()).isEqualTo("ScriptFailed");
  }
}
