package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;
import static java.util.Objects.requireNonNull;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** How a run is followed, from its Job to its outcome. */
class RunRulesTest {

  private static final Duration DEADLINE = Duration.ofMinutes(30);

  @Test
  void youngRunWritesNothingUntilItIsNoLongerShort() {
    var started = aStartedRun();
    var run = started.runId();
    var before = started.look().status();

    var quiet =
        started.later(Duration.ofSeconds(2)).pods(Views.started(Views.pod("p", run))).decide();
    Assertions.assertThat(quiet.status()).isEqualTo(before);
    Assertions.assertThat(quiet.lookAgain()).contains(Duration.ofSeconds(3));

    var loud = started.later(Duration.ofSeconds(3)).decide();
    Assertions.assertThat(loud.status()).isNotEqualTo(before);
    assertThat(loud).is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
  }

  @Test
  void podThatCannotStartIsReportedAtOnceWithWhy() {
    var started = aStartedRun().later(Duration.ofSeconds(1));
    var pod =
        Views.troubled(
            Views.pod("p", started.runId()),
            Reason.MISSING_SECRET,
            "Secret orders-db does not exist.");

    var verdict = started.pods(pod).decide();

    assertThat(verdict).is(Phase.RUNNING, "Reconciling", Reason.MISSING_SECRET).says("orders-db");
    Assertions.assertThat(verdict.lookAgain()).isPresent();
  }

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
  void queueAndRetryAreRecordedAndAdoptedFromTheJob() {
    var fresh = aMigration().annotation(Markers.RETRY_ANNOTATION, "1");
    var started = fresh.decide();
    var adopted = fresh.finalizer().jobs(Views.job(started)).secret("other-db").decide();

    for (var run : List.of(Views.run(started.status()), Views.run(adopted.status()))) {
      Assertions.assertThat(run.queue()).isEqualTo("shop/orders-db");
      Assertions.assertThat(run.retry()).isEqualTo("1");
    }
  }

  @Test
  void podThatEndsOfItsDeadlineWithoutHavingStartedStopsItsJobToo() {
    var started = aStartedRun().later(Duration.ofMinutes(29));
    var pod = Views.overDeadline(Views.gone(Views.pod("p", started.runId())));

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
  void runThatSucceededAtItsSecondPodIsVerified() {
    var started = aStartedRun().later(Duration.ofSeconds(9));
    var run = started.runId();
    var first =
        Views.disrupted(
            Views.ended(
                Views.pod("p1", run), 25, Views.ended(Exit.INTERRUPTED, Reason.INTERRUPTED)));
    var drained = started.pods(first).decide();
    assertThat(drained).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.INTERRUPTED);

    var second = Views.pod("p2", run, NOW.plusSeconds(20));
    started.with(drained).pods(second).with(started.decide());
    var verdict = started.pods(Views.ended(second, 0, Views.verified("6", "7"))).decide();

    assertThat(verdict).is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    Assertions.assertThat(Views.run(verdict.status()).attempt()).isEqualTo(2);
  }

  @Test
  void unreachableDatabaseIsTriedAgainAndThenTheRunHasFailed() {
    var started = aStartedRun().later(Duration.ofSeconds(9));
    started.pods(
        Views.ended(
            Views.pod("p1", started.runId()),
            24,
            Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE)));
    var retried = started.decide();
    assertThat(retried).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.UNREACHABLE);
    Assertions.assertThat(retried.lookAgain()).isPresent();

    var verdict = started.jobs(Views.failed(started.job())).decide();

    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.UNREACHABLE);
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

  @Test
  void failureTellsScriptLineStateAndWhatToDo() {
    var started = aStartedRun();
    var verdict =
        started.pods(Views.ended(Views.pod("p", started.runId()), 22, Views.failed())).decide();

    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.SCRIPT_FAILED).says("line 3");
    Run run = Views.run(verdict.status());
    Assertions.assertThat(requireNonNull(run.failure()).script()).isEqualTo("V7__x.sql");
    Assertions.assertThat(requireNonNull(run.failure()).sqlState()).isEqualTo("42P07");
    Assertions.assertThat(run.step()).isEqualTo("migrate");
    Assertions.assertThat(run.to()).isEqualTo("6");
  }

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
        .containsOnlyOnce("Stopped on request");
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
  void crashKeepsTheLastWords() {
    var started = aStartedRun();
    var verdict =
        started
            .pods(Views.ended(Views.pod("p", started.runId()), 1, "Could not find main class"))
            .decide();

    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.CRASHED);
    Assertions.assertThat(Views.run(verdict.status()).logTail())
        .isEqualTo("Could not find main class");
  }

  @Test
  void runIsNotShorterThanItsLastWord() {
    var started = aStartedRun();
    var verdict =
        started
            .pods(
                Views.ended(
                    Views.pod("p", started.runId(), NOW.minusSeconds(2)),
                    0,
                    Views.verified("6", "7")))
            .decide();

    Assertions.assertThat(Views.run(verdict.status()).elapsed()).isEqualTo("2.5s");
  }

  @Test
  void transitionTimeMovesOnlyWhenTheStatusFlips() {
    var started = aStartedRun();
    started.pods(Views.ended(Views.pod("p", started.runId()), 0, Views.verified("6", "7")));
    var verdict = started.later(Duration.ofSeconds(9)).decide();

    var times = verdict.status().conditions().stream().toList();
    Assertions.assertThat(times)
        .extracting(
            one -> one.type() + " " + Duration.between(NOW, one.lastTransitionTime()).toSeconds())
        .containsExactly("Ready 9", "Reconciling 9", "Stalled 0", "Verified 9");
  }
}
