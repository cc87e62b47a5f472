package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  @Test
  void nothingIsToldWhenNothingChanges() {
    var status = aStartedRun().look().status();

    assertThat(Announcements.between(status, status)).isEmpty();
  }

  @Test
  void startIsToldOnce() {
    var told = Announcements.between(MigrationStatus.NONE, aMigration().decide().status());

    assertThat(told).extracting(Announcement::reason).containsExactly("RunStarted");
  }

  @Test
  void endTellsEachScriptAndThenTheOutcome() {
    assertThat(atTheEnd(0, Views.verified("6", "7")))
        .extracting(Announcement::reason, Announcement::warning)
        .containsExactly(tuple("ScriptApplied", false), tuple("RunVerified", false));
  }

  @Test
  void failureIsAWarningWithItsReason() {
    assertThat(atTheEnd(22, Views.failed()))
        .containsExactly(
            new Announcement(
                true, "ScriptFailed", "V7__x.sql, line 3: it exists.", aStartedRun().runId()));
  }

  @Test
  void scriptsBeyondTenAreSummedUp() {
    var scripts =
        IntStream.rangeClosed(1, 12)
            .mapToObj(number -> Views.event(number, "migrate", State.APPLIED, "V" + number, 1L));
    var end =
        Views.closing(
            13,
            new Closing(Exit.VERIFIED, Reason.VERIFIED, "Done.", null, "12", 12, 0, null, null));

    var told =
        atTheEnd(0, Views.report(Stream.concat(scripts, Stream.of(end)).toArray(RunEvent[]::new)));

    assertThat(told).hasSize(12);
    assertThat(told.get(10).message()).isEqualTo("and 2 more scripts");
    assertThat(told.stream().map(one -> one.reason() + one.key())).doesNotHaveDuplicates();
  }

  @Test
  void waitingIsToldWhenItBeginsAndNotAgain() {
    var waiting = aMigration().missing("ConfigMap orders-sql does not exist.");
    var status = waiting.decide().status();

    assertThat(Announcements.between(MigrationStatus.NONE, status))
        .extracting(Announcement::reason, Announcement::warning)
        .containsExactly(tuple("MissingConfigMap", true));
    assertThat(Announcements.between(status, waiting.status(status).edited().decide().status()))
        .isEmpty();
  }

  private static List<Announcement> atTheEnd(int exitCode, String report) {
    var started = aStartedRun();
    var before = started.look().status();
    started.pods(Views.ended(Views.pod("p", started.runId()), exitCode, report));
    return Announcements.between(before, started.decide().status());
  }
}
