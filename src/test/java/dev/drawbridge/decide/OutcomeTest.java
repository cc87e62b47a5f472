package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

  @Test
  void interruptionByTheDeadlineIsCalledSo() {
    assertThat(finished(true).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(finished(false).reason()).isEqualTo(Reason.INTERRUPTED);
  }

  @Test
  void longLastWordsAreKeptFromTheirEnd() {
    var crash = new RunState.Crashed("it fell", RunLog.EMPTY, Snapshots.NOW);

    var outcome = Outcome.of(crash, "x".repeat(5_000) + "the end", Repetition.SCRIPTS);

    assertThat(outcome.logTail()).hasSize(2_048).endsWith("the end");
    assertThat(outcome.message()).contains("it fell", "drawbridge.dev/retry");
  }

  @Test
  void blankLastWordsAreNone() {
    var crash = new RunState.Crashed("it fell", RunLog.EMPTY, Snapshots.NOW);

    assertThat(Outcome.of(crash, " \n", Repetition.SCRIPTS).logTail()).isNull();
  }

  @Test
  void whereAStepIsAToolItIsNotSaidThatNothingIsRepeated() {
    var crash = new RunState.Crashed("it fell", RunLog.EMPTY, Snapshots.NOW);

    assertThat(Outcome.of(crash, "", Repetition.SCRIPTS).message())
        .contains("are not repeated: set the annotation")
        .doesNotContain("started again");
    assertThat(Outcome.of(crash, "", Repetition.TOOLS).message())
        .contains("a step of its own (run) is started again unless its version.to is reached");
    assertThat(Outcome.lost("gone", Snapshots.NOW, Repetition.TOOLS).message())
        .contains("a step of its own (run) is started again unless its version.to is reached");
  }

  @ParameterizedTest
  @EnumSource(names = {"SMOKE", "LOOK"})
  void ofWhoOnlyChecksNoScriptsAreSpokenOf(Repetition again) {
    var crash = new RunState.Crashed("it fell", RunLog.EMPTY, Snapshots.NOW);

    assertThat(Outcome.of(crash, "", again).message())
        .startsWith("The runner ended without saying how: it fell. It only checks")
        .doesNotContainIgnoringCase("script")
        .endsWith(".");
    assertThat(Outcome.neverStarted("no node.", Snapshots.NOW, again).message())
        .contains("no node. It only checks")
        .doesNotContain("applied");
  }

  /** Nobody starts the run of a Rollback again by an annotation. */
  @Test
  void ofARollbackThereIsOnlyANewOne() {
    var crash = new RunState.Crashed("it fell", RunLog.EMPTY, Snapshots.NOW);

    assertThat(
            List.of(
                Outcome.of(crash, "", Repetition.BACK),
                Outcome.lost("gone", Snapshots.NOW, Repetition.BACK),
                Outcome.neverStarted("no node", Snapshots.NOW, Repetition.BACK),
                Outcome.notBegun(Snapshots.NOW, Repetition.BACK)))
        .extracting(Outcome::message)
        .allSatisfy(message ->
            assertThat(message)
                .containsIgnoringCase("create a new Rollback")
                .doesNotContain("annotation"));
  }

  @Test
  void onlyWhatAStopCanCauseIsSaidToBeStoppedOnRequest() {
    assertThat(finished(false).onRequest().reason()).isEqualTo(Reason.CANCELLED);
    assertThat(Outcome.lost("gone", Snapshots.NOW, Repetition.SCRIPTS).onRequest().reason())
        .isEqualTo(Reason.CANCELLED);
    assertThat(failed().onRequest()).isEqualTo(failed());
  }

  @Test
  void recordedRunKeepsItsIdentityAndSaysWhatItFound() {
    var started = Snapshots.aStartedRun();
    var before = Views.run(started.look().status());

    Run end = failed().applyTo(new RunProgress(started.look(), before));

    assertThat(end.id()).isEqualTo(before.id());
    assertThat(end.secret()).isEqualTo("orders-db");
    assertThat(end.outcome()).isEqualTo(Run.FAILED);
    assertThat(end.timeline()).extracting(one -> one.state()).contains("Started", "Failed");
  }

  private static Outcome finished(boolean overDeadline) {
    var pod =
        Views.ended(Views.pod("p", "r"), 25, Views.ended(Exit.INTERRUPTED, Reason.INTERRUPTED));
    return of(overDeadline ? Views.overDeadline(pod) : pod);
  }

  private static Outcome failed() {
    return of(Views.ended(Views.pod("p", "r"), 22, Views.failed()));
  }

  private static Outcome of(PodView pod) {
    return Outcome.of((RunState.Finished) RunState.of(Optional.empty(), List.of(pod)));
  }
}
