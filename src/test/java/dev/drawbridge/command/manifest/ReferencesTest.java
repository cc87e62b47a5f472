package dev.drawbridge.command.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dollar signs are read as a kubelet reads them. */
class ReferencesTest {

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$(A), one",
    "$(B), $(B)",
    "$$(A), $(A)",
    "$$$(A), $one",
    "$A $ $), $A $ $)",
    "${A} $$$$, ${A} $$",
  })
  void referencesAreResolved(String text, String expected) {
    assertThat(References.resolved(text, Map.of("A", "one"))).isEqualTo(expected);
  }
}
