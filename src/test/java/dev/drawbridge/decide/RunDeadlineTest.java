package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the deadline does to a run that has not ended by it. */
class RunDeadlineTest {

  private static final Duration DEADLINE = Duration.ofMinutes(30);

  @Test
  void deadlineThatPassesBeforeThePodStartedEndsTheRunAsNotStarted() {
    var late = aStartedRun().later(DEADLINE);
    late.pods(Views.pod("p", late.runId()));
    assertThat(late.decide()).does("DeleteJob");

    late.jobs(Views.beingDeleted(late.job())).pods();
    var verdict = late.decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.NOT_STARTED)
        .says("Nothing was applied");
  }

  /** With the Job its pod goes, and only the status still knows. */
  @Test
  void runThatHasNotStartedByItsDeadlineSaysWhatItHasWaitedFor() {
    var waiting = aStartedRun().later(Duration.ofMinutes(1));
    waiting.pods(
        Views.troubled(
            Views.pod("p", waiting.runId()), Reason.MISSING_CLAIM, "Claim dumps does not exist."));
    var late = waiting.with(waiting.decide()).later(DEADLINE);
    var stopped = late.decide();
    assertThat(stopped).does("DeleteJob");

    late.with(stopped).jobs(Views.beingDeleted(late.job())).pods();

    assertThat(late.decide())
        .is(Phase.FAILED, "Stalled", Reason.NOT_STARTED)
        .says("when the deadline passed: Claim dumps does not exist. Nothing was applied. Set");
  }

  @Test
  void deadlineOfTheSpecCounts() {
    var late = aMigration().deadline("90s");
    var started = late.decide();
    late.with(started).jobs(Views.job(started)).later(Duration.ofSeconds(90));

    assertThat(late.decide()).does("DeleteJob");
  }

  @Test
  void deadlineWithWhichTheRunWasStartedCountsWhateverIsWrittenSince() {
    var edited = aStartedRun().edited().deadline("90s").later(Duration.ofSeconds(90));
    assertThat(edited.decide()).doesNothing();

    var adopted = aMigration();
    adopted.finalizer().jobs(Views.job(adopted.decide())).edited().deadline("90s");
    assertThat(adopted.later(Duration.ofSeconds(90)).decide()).doesNothing();
  }

  @Test
  void runWhosePodShowsNoEndAfterItsDeadlineSaysWhatToDo() {
    var late = aStartedRun().later(Duration.ofMinutes(29));
    late.pods(Views.started(Views.pod("p", late.runId())));
    var atWork = late.decide();
    Assertions.assertThat(atWork.lookAgain()).contains(Duration.ofMinutes(2));

    var verdict = late.with(atWork).later(Duration.ofMinutes(2)).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.RUNNING, "Stalled", Reason.DEADLINE_EXCEEDED)
        .says("node node-1")
        .says("kubectl delete pod p --namespace shop --force");
    Assertions.assertThat(Views.run(verdict.status()).underWay()).isTrue();
    Assertions.assertThat(late.with(verdict).decide().status()).isEqualTo(verdict.status());
  }

  @Test
  void podThatNeitherStartsNorGoesAfterTheDeadlineSaysWhatToDo() {
    var late = aStartedRun().later(DEADLINE);
    late.pods(Views.pod("p", late.runId()));
    var stopped = late.decide();
    assertThat(stopped).does("DeleteJob");
    Assertions.assertThat(stopped.lookAgain()).contains(Duration.ofMinutes(1));

    late.jobs(Views.beingDeleted(late.job())).later(Duration.ofMinutes(1));

    assertThat(late.decide()).doesNothing().is(Phase.RUNNING, "Stalled", Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void podThatEndsOfItsDeadlineWithoutHavingStartedStopsItsJobToo() {
    var started = aStartedRun().later(Duration.ofMinutes(29));
    var pod = Views.overDeadline(Views.failedWithoutEnd(Views.pod("p", started.runId())));

    assertThat(started.pods(pod).decide())
        .does("DeleteJob")
        .is(Phase.FAILED, "Stalled", Reason.NOT_STARTED);
  }

  @Test
  void nothingWasAppliedIsNotSaidOfARunThatWasSeenAtWork() {
    var started = aStartedRun().later(Duration.ofSeconds(9));
    started.pods(Views.started(Views.pod("p", started.runId())));
    started.with(started.decide());

    var verdict = started.jobs().pods().later(DEADLINE).decide();

    Assertions.assertThat(Views.run(verdict.status()).reason()).isEqualTo("Lost");
    Assertions.assertThat(Views.run(verdict.status()).message())
        .doesNotContain("Nothing was applied");
  }

  @Test
  void runThatWaitsForItsRetryWhenTheDeadlinePassesIsStopped() {
    var late = aStartedRun().later(DEADLINE);
    late.pods(
        Views.ended(
            Views.pod("p1", late.runId()), 24, Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE)));
    assertThat(late.decide()).does("DeleteJob");

    late.jobs(Views.beingDeleted(late.job()));
    assertThat(late.decide()).doesNothing().is(Phase.FAILED, "Stalled", Reason.UNREACHABLE);
  }

  /** As on a busy node, where its Job makes the next pod just before the deadline. */
  @Test
  void runThatCouldNotReachItsDatabaseSaysSoWhenItsPodsAreGone() {
    var retrying = aStartedRun().later(Duration.ofMinutes(1));
    var run = retrying.runId();
    var words = Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE);
    var next = Views.pod("p2", run, Snapshots.NOW.plusSeconds(50));
    retrying.pods(Views.ended(Views.pod("p1", run), 24, words), next);
    var late = retrying.with(retrying.decide()).later(DEADLINE);
    var stopped = late.decide();
    assertThat(stopped).does("DeleteJob");

    late.with(stopped).jobs(Views.beingDeleted(late.job())).pods();

    assertThat(late.decide())
        .is(Phase.FAILED, "Stalled", Reason.UNREACHABLE)
        .says("The deadline passed before the database could be reached. Its last pod said: ")
        .says("are not repeated");
  }
}
