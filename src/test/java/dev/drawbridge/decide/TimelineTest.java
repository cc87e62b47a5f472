package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Assertion;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void mergingTheSameObservationTwiceChangesNothing() {
    for (var count : new int[] {0, 1, 49, 50, 51, 80, 200}) {
      var seen = entries(0, count);
      var once = Timeline.merge(List.of(), seen);

      assertThat(Timeline.merge(once, seen)).as("%d entries", count).isEqualTo(once);
      assertThat(Timeline.merge(once, List.of())).isEqualTo(once);
    }
  }

  @Test
  void oldestMiddleEntriesAreLeftOutAndCounted() {
    var merged = Timeline.merge(List.of(), entries(0, 80));

    assertThat(merged).hasSize(50);
    assertThat(merged.subList(0, 10)).isEqualTo(entries(0, 10));
    assertThat(merged.get(10).message()).isEqualTo("31 entries left out");
    assertThat(merged.subList(11, 50)).isEqualTo(entries(41, 80));
  }

  @Test
  void whatComesLaterIsCountedTooWhenItPushesOthersOut() {
    var first = Timeline.merge(List.of(), entries(0, 80));

    var second = Timeline.merge(first, entries(80, 85));

    assertThat(second).hasSize(50);
    assertThat(second.get(10).message()).isEqualTo("36 entries left out");
  }

  /** What Kubernetes says is exact to the second only. */
  @Test
  void whatHappenedInOneMomentStandsInTheOrderOfTheRun() {
    var phases = List.of("start", "preflight", "export", "backup", "undo", "restore", "verify");
    var entries =
        phases.stream()
            .map(phase -> new TimelineEntry(Views.SAID_AT, phase, null, "Started", "x", null, null))
            .toList();

    assertThat(Timeline.merge(List.of(), entries.reversed())).isEqualTo(entries);
  }

  @Test
  void anyOrderAndRepetitionOfObservationEndsInTheSameTimeline() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var all = new ArrayList<>(entries(0, 20));
      all.addAll(entries(0, 20).stream().map(TimelineTest::asPod).toList());
      var expected = Timeline.merge(List.of(), all);
      var merged = List.<TimelineEntry>of();
      Collections.shuffle(all, random);
      while (!all.isEmpty()) {
        var part = all.subList(0, Math.min(all.size(), 1 + random.nextInt(5)));
        merged = Timeline.merge(merged, List.copyOf(part));
        merged = random.nextBoolean() ? merged : Timeline.merge(merged, List.copyOf(part));
        part.clear();
      }

      assertThat(merged).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void whatARunnerSaidInOneMomentStaysInItsOrder() {
    var log =
        RunLog.read(
            Views.report(
                Views.event(1, "migrate", State.APPLIED, "7 b", 1L),
                Views.event(1, "migrate", State.APPLIED, "7 a", 1L)));

    assertThat(Timeline.merge(List.of(), Timeline.of(log)))
        .extracting(TimelineEntry::subject)
        .isEqualTo(log.events().stream().map(event -> event.subject()).toList());
  }

  @Test
  void messageThatLooksLikeACountIsNotTakenForOne() {
    var entry = Timeline.entry(NOW, "migrate", "Applied", "7", "all entries left out");

    assertThat(Timeline.merge(List.of(entry), List.of())).containsExactly(entry);
  }

  @Test
  void countThatAnotherHandHasWrittenIsDropped() {
    var mark = Timeline.entry(NOW, "migrate", "LeftOut", null, "3 entries left out");
    for (var count : new int[] {0, 1, 9, 10}) {
      var known = new ArrayList<>(entries(0, count));
      known.add(mark);

      assertThat(Timeline.merge(known, List.of())).isEqualTo(entries(0, count));
    }
  }

  @Test
  void missingLinesOfTheReportAreCounted() {
    var log = RunLog.read(Views.report(Views.event(4, "migrate", State.APPLIED, "7", 1L)));

    assertThat(Timeline.of(log).getFirst().message())
        .isEqualTo("3 lines of the report were not kept");
  }

  private static TimelineEntry asPod(TimelineEntry entry) {
    return Timeline.entry(entry.at(), "start", "Started", "pod " + entry.subject(), "pod runs");
  }

  private static List<TimelineEntry> entries(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number ->
            Timeline.entry(
                NOW.plusSeconds(number / 2),
                number % 2 == 0 ? "preflight" : "migrate",
                "Applied",
                "script " + number,
                null))
        .toList();
  }

  @Test
  void whatACheckHasComparedIsInItsEntry() {
    var event =
        new RunEvent(
            1,
            1,
            NOW,
            "verify",
            null,
            State.FAILED,
            "health",
            null,
            5L,
            new dev.drawbridge.report.Assertion("status 503", "status 200", 3, "down"),
            null,
            null,
            null,
            null);

    assertThat(Timeline.of(new RunLog(List.of(event), 0)))
        .extracting(TimelineEntry::assertion)
        .containsExactly(new Assertion("status 503", "status 200", 3, "down"));
  }
}
