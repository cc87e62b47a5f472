package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A run that somebody asks to stop. */
class CancellationTest {

  @Test
  void runThatIsCancelledIsStoppedOnceAndRecordedAsCancelled() {
    var started = aStartedRun();
    started.annotation(Markers.CANCEL_ANNOTATION, started.runId());
    var pod = Views.started(Views.pod("p", started.runId()));
    assertThat(started.pods(pod).decide()).does("DeleteJob");

    started.jobs(Views.beingDeleted(started.job()));
    assertThat(started.decide()).doesNothing();

    started.pods(Views.ended(pod, 25, Views.ended(Exit.INTERRUPTED, Reason.INTERRUPTED)));
    var verdict = started.decide();
    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.CANCELLED);
    Assertions.assertThat(Views.run(verdict.status()).message())
        .isEqualTo("Stopped on request. It ended.");
  }

  @Test
  void cancelledRunWhosePodIsGoneIsCancelledAndNotRunAgain() {
    var started = aStartedRun();
    started.annotation(Markers.CANCEL_ANNOTATION, started.runId());
    var verdict = started.jobs(Views.beingDeleted(started.job())).decide();

    assertThat(verdict).doesNothing().is(Phase.FAILED, "Stalled", Reason.CANCELLED);
    Assertions.assertThat(Views.run(verdict.status()).message())
        .containsOnlyOnce("Stopped on request")
        .contains("Nothing was applied")
        .doesNotContain("not known");
    assertThat(started.with(verdict).decide()).does("LetJobGo", "LetMigrationGo");
  }

  @Test
  void failureThatCameBeforeTheCancellationKeepsItsReason() {
    var started = aStartedRun();
    started.annotation(Markers.CANCEL_ANNOTATION, started.runId());
    started.pods(Views.ended(Views.pod("p", started.runId()), 22, Views.failed()));

    assertThat(started.decide()).is(Phase.FAILED, "Stalled", Reason.SCRIPT_FAILED);
  }

  @Test
  void cancellationOfAnotherRunIsNotForThisOne() {
    var started = aStartedRun().annotation(Markers.CANCEL_ANNOTATION, "00000000");

    assertThat(started.pods(Views.started(Views.pod("p", started.runId()))).decide()).doesNothing();
  }

  @Test
  void runThatWasSeenAtWorkIsNotSaidToHaveAppliedNothingWhenItsPodIsGone() {
    var started = aStartedRun();
    started.annotation(Markers.CANCEL_ANNOTATION, started.runId());
    var stopped = started.pods(Views.started(Views.pod("p", started.runId()))).decide();

    var gone =
        aStartedRun()
            .with(stopped)
            .annotation(Markers.CANCEL_ANNOTATION, started.runId())
            .jobs(Views.beingDeleted(started.job()));

    Assertions.assertThat(Views.run(gone.decide().status()).message())
        .contains("How the run ended is not known")
        .doesNotContain("nothing was applied");
  }
}
