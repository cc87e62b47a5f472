package dev.drawbridge.runner.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Check.Expect;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "0, 0, true",
        "0, 0.00, true",
        "1e1, 10, true",
        "t, t, true",
        "t, true, false",
        "' 7', 7, true",
        "NULL, NULL, true",
        "null, NULL, false",
        "abc, abc, true",
        "abc, ABC, false",
        "9007199254740993, 9007199254740992, false",
      })
  void equalsComparesTextAndNumbers(@Nullable String found, String wanted, boolean passed) {
    var expect = new Expect(new IntOrString(wanted), null, null, null);
    assertThat(Expectation.ofValue(expect, found, UnaryOperator.identity()).passed())
        .isEqualTo(passed);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "5, 5, true, true",
        "4.99, 5, false, true",
        "5.01, 5, true, false",
        "null, 5, false, false",
        "many, 5, false, false",
        "5, many, false, false",
      })
  void boundsCompareNumbers(@Nullable String found, String bound, boolean atLeast, boolean atMost) {
    var low = new Expect(null, new IntOrString(bound), null, null);
    var high = new Expect(null, null, new IntOrString(bound), null);
    assertThat(Expectation.ofValue(low, found, UnaryOperator.identity()).passed())
        .isEqualTo(atLeast);
    assertThat(Expectation.ofValue(high, found, UnaryOperator.identity()).passed())
        .isEqualTo(atMost);
  }

  @Test
  void messagesSayWhatWasFoundAndWhatWasExpected() {
    var expect = new Expect(new IntOrString(0), null, null, null);
    assertThat(Expectation.ofValue(expect, "3", UnaryOperator.identity()).message())
        .isEqualTo("found 3, expected 0");
    assertThat(Expectation.ofValue(expect, null, UnaryOperator.identity()).message())
        .isEqualTo("found NULL, expected 0");
    assertThat(
            Expectation.ofValue(
                    new Expect(null, new IntOrString(2), null, null), "x", UnaryOperator.identity())
                .message())
        .isEqualTo("found x (not a number), expected at least 2");
    assertThat(Expectation.ofRows(1, 2).message()).isEqualTo("found 2 rows, expected 1 row");
    assertThat(Expectation.ofValue(expect, "😀".repeat(300), UnaryOperator.identity()).message())
        .isEqualTo("found " + "😀".repeat(199) + "…, expected 0");
  }

  @Test
  void secretAtTheCutIsRedactedBeforeItIsCut() {
    var expect = new Expect(new IntOrString(0), null, null, null);
    var found = "x".repeat(190) + "a-long-secret";
    assertThat(
            Expectation.ofValue(expect, found, text -> text.replace("a-long-secret", "***"))
                .message())
        .contains("x***,");
  }
}
