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
  void rollbackTellsItsRunAsItsOwn() {
    var started = aStartedRun();
    var undone = Views.event(1, "undo", State.UNDONE, "U7__back.sql", 4L);
    var end =
        Views.closing(
            2, new Closing(Exit.VERIFIED, Reason.VERIFIED, "Done.", "7", "6", 1, 0, null, null));
    var before = started.look().status();
    var pod = Views.ended(Views.pod("pod-1", started.runId()), 0, Views.report(undone, end));

    assertThat(Announcements.ofWayBack(MigrationStatus.NONE, before))
        .extracting(Announcement::reason)
        .containsExactly("RollbackStarted");
    assertThat(Announcements.ofWayBack(before, started.pods(pod).decide().status()))
        .extracting(Announcement::reason, Announcement::message)
        .containsExactly(tuple("ScriptUndone", "U7__back.sql, 4 ms"), tuple("RolledBack", "Done."));
  }

  @Test
  void failureOfARollbackIsTheRollbacksWithItsReason() {
    var started = aStartedRun();
    var before = started.look().status();
    started.pods(Views.ended(Views.pod("pod-1", started.runId()), 22, Views.failed()));

    assertThat(Announcements.ofWayBack(before, started.decide().status()))
        .extracting(Announcement::reason, Announcement::message)
        .containsExactly(tuple("RollbackFailed", "ScriptFailed: V7__x.sql, line 3: it exists."));
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
