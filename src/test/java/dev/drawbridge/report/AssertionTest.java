package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.RunEvent.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionTest {

  private static RunEvent event(@Nullable String message, @Nullable Assertion assertion) {
    var at = Instant.parse("2026-11-21T10:00:00.123Z");
    return new RunEvent(
        1,
        1,
        at,
        "verify",
        null,
        State.PASSED,
        "rows",
        message,
        3L,
        assertion,
        null,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | | found x, expected y",
        "3 | | found x after 3 attempts, expected y",
        "1 | '' | found x, expected y; its body is empty",
        "2 | down | found x after 2 attempts, expected y; its body: down",
      })
  void wordsHaveAllOfIt(int attempts, @Nullable String snippet, String words) {
    assertThat(new Assertion("x", "y", attempts, snippet).words()).isEqualTo(words);
  }

  /** The termination message is small. */
  @Test
  void sentenceThatSaysTheSameIsLeftOutOfTheReportAndThereForTheReader() {
    for (var assertion :
        List.of(new Assertion("0", "1"), new Assertion("status 503", "status 200", 3, ""))) {
      var told = event(assertion.words(), assertion);

      var report = RunLog.withinBudget(List.of(told), 4096);

      assertThat(report).doesNotContain("message").hasSizeLessThan(RunLog.line(told).length());
      assertThat(RunLog.read(report).events()).containsExactly(told);
    }
  }

  @Test
  void sentenceThatSaysMoreIsKept() {
    var told = event("13 of 13", new Assertion("13 of 13", "all 13"));

    assertThat(RunLog.read(RunLog.withinBudget(List.of(told), 4096)).events())
        .containsExactly(told);
  }

  @Test
  void eventsOfRunnersThatKnowNoAssertionAreRead() {
    var told = event("found 0, expected 0", null);

    assertThat(RunLog.read(RunLog.line(told)).events()).containsExactly(told);
  }

  @Test
  void halfAnAssertionIsNone() {
    var line = RunLog.line(event("m", new Assertion("x", "y"))).replace(",\"expected\":\"y\"", "");

    assertThat(RunLog.read(line).events()).isEmpty();
  }
}
