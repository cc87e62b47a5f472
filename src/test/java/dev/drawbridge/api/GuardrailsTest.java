package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardrailsTest {

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "5s, PT5S", "10m, PT10M", "1h30m, PT1H30M", "1m1ms, PT1M0.001S"})
  void durationsAreReadAsKubernetesUsersWriteThem(String text, Duration expected) {
    assertThat(new Guardrails(text, null, null, null, null, null).deadlineOrDefault())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "PT5S", "-5s", "1d", "1.5h", "9999999999s"})
  void otherTextIsNoDuration(String text) {
    assertThatThrownBy(() -> new Guardrails(text, null, null, null, null, null).deadlineOrDefault())
        .hasMessageContaining("not a duration");
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    assertThat(Guardrails.DEFAULTS.deadlineOrDefault()).isEqualTo(Duration.ofMinutes(30));
    assertThat(Guardrails.DEFAULTS.lockTimeoutOrDefault()).isEqualTo(Duration.ofSeconds(5));
    assertThat(Guardrails.DEFAULTS.statementTimeoutOrDefault()).isEqualTo(Duration.ofMinutes(10));
  }
}
