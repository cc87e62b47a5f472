package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.RunPhase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a timeline is a check. */
class CheckedAssertionTest {

  private static TimelineEntry passed(RunPhase phase, String subject) {
    return new TimelineEntry(
        Instant.EPOCH, phase.word(), phase.step(), "Passed", subject, "is well", 5L);
  }

  @Test
  void scriptThatIsReviewedOrRehearsedIsNoCheck() {
    var timeline =
        List.of(
            passed(RunPhase.PREFLIGHT, "no orphans"),
            passed(RunPhase.REVIEW, "V1__orders.sql, line 1"),
            passed(RunPhase.REHEARSAL, "V1__orders.sql"),
            passed(RunPhase.VERIFY, "orders are there"));

    assertThat(CheckedAssertion.all(timeline, Logs.none(null)))
        .extracting(CheckedAssertion::id)
        .containsExactly("no orphans", "orders are there");
  }
}
