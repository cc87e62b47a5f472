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
  void runThatEndedByASlowClockLastedNoTime() {
    var started = aStartedRun();
    var verdict =
        started
            .pods(
                Views.ended(
                    Views.pod("p", started.runId(), NOW.minusSeconds(60)), 1, "it did not begin"))
            .decide();

    Run run = Views.run(verdict.status());
    Assertions.assertThat(run.elapsed()).isEqualTo("0.0s");
    Assertions.assertThat(run.finishedAt()).isEqualTo(run.startedAt());
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
