package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {

  @ParameterizedTest
  @CsvSource({
    "0, script, 0 scripts",
    "1, script, 1 script",
    "2, script, 2 scripts",
    "1, script or step, 1 script or step",
    "2, script or step, 2 scripts or steps"
  })
  void oneThingIsNotSeveral(int number, String what, String words) {
    assertThat(Count.of(number, what)).isEqualTo(words);
  }
}
