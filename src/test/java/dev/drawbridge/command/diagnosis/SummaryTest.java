package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.RunPhase;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many scripts a run is said to have applied. */
class SummaryTest {

  private static final List<TimelineEntry> TIMELINE =
      IntStream.rangeClosed(31, 80).mapToObj(SummaryTest::applied).toList();

  private static TimelineEntry applied(int version) {
    var phase = RunPhase.MIGRATE;
    return new TimelineEntry(
        Instant.EPOCH, phase.word(), phase.step(), "Applied", version + " part", null, 5L);
  }

  private static Run run(@Nullable Integer applied) {
    var origin = new Run.Origin(null, "inputs", null, 1L, null, null, null, null, null);
    var end =
        new Run.End(
            Run.VERIFIED, "Verified", "", null, "80", applied, Instant.EPOCH, "9.0s", null, null);
    return Run.begun("8c1f2e07", origin, "orders-8c1f2e07", Instant.EPOCH)
        .at(null, 1, TIMELINE)
        .ended(end);
  }

  @Test
  void moreScriptsThanTheTimelineHasRoomForAreAllCounted() {
    assertThat(Summary.of(run(80), List.of()))
        .isEqualTo(
            "Verified, schema 80, from an empty history, 80 scripts or steps applied, 1 pod.");
  }

  @Test
  void whereNoNumberIsKnownTheTimelineIsCounted() {
    assertThat(Summary.of(run(null), List.of())).contains("50 scripts or steps applied");
  }
}
