package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.decide.RunState.Crashed;
import dev.drawbridge.decide.RunState.Finished;
import dev.drawbridge.decide.RunState.Lost;
import dev.drawbridge.decide.RunState.NeverStarted;
import dev.drawbridge.decide.RunState.Retrying;
import dev.drawbridge.decide.RunState.Running;
import dev.drawbridge.decide.RunState.Starting;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStateTest {

  private static final JobView JOB = Views.job(Snapshots.aMigration().decide());
  private static final PodView POD = Views.pod("pod-1", JOB.run());

  @Test
  void withoutJobAndPodItIsLost() {
    assertThat(RunState.of(Optional.empty(), List.of())).isInstanceOf(Lost.class);
  }

  @Test
  void jobWithoutPodIsStartingUnlessItIsOver() {
    assertThat(of(JOB)).isInstanceOf(Starting.class);
    assertThat(of(Views.complete(JOB))).isInstanceOf(Lost.class);
    assertThat(of(Views.failed(JOB))).isInstanceOf(Lost.class);
    assertThat(of(Views.beingDeleted(JOB))).isInstanceOf(Lost.class);
  }

  @Test
  void podIsStartingUntilItsContainerRuns() {
    assertThat(of(JOB, POD)).isInstanceOf(Starting.class);
    assertThat(of(JOB, Views.started(POD))).isInstanceOf(Running.class);
  }

  @Test
  void outcomeIsKnownBeforeTheJobSaysSo() {
    assertThat(of(JOB, Views.ended(POD, 0, Views.verified("6", "7"))))
        .isInstanceOfSatisfying(
            Finished.class, end -> assertThat(end.exit()).isEqualTo(Exit.VERIFIED));
  }

  @Test
  void outcomeIsKnownWhenTheJobIsGoneAndThePodIsNot() {
    assertThat(RunState.of(Optional.empty(), List.of(Views.ended(POD, 22, Views.failed()))))
        .isInstanceOf(Finished.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, MIGRATION_FAILED",
    "22, VERIFIED",
    "1, VERIFIED",
    "23, MIGRATION_FAILED",
  })
  void exitCodeAndClosingLineThatDisagreeAreACrash(int code, Exit said) {
    var end = Views.ended(POD, code, Views.ended(said, Reason.VERIFIED));

    assertThat(of(JOB, end)).isInstanceOf(Crashed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "137, Error, 'killed by SIGKILL'",
    "137, OOMKilled, 'more memory than its limit'",
    "143, Error, 'ended by SIGTERM'",
    "127, Error, 'could not be run'",
    "1, Error, 'exit code 1 (Error)'",
    "0, Completed, 'exit code 0 (Completed)'",
  })
  void endWithoutAWordSaysHow(int code, String reason, String words) {
    assertThat(of(JOB, Views.ended(POD, code, "", reason)))
        .isInstanceOfSatisfying(Crashed.class, end -> assertThat(end.how()).contains(words));
  }

  @Test
  void disruptedPodIsFollowedByAnotherOneWhileTheJobGoesOn() {
    var drained = Views.disrupted(Views.ended(POD, 143, ""));

    assertThat(of(JOB, drained)).isInstanceOf(Retrying.class);
    assertThat(of(Views.failed(JOB), drained)).isInstanceOf(Crashed.class);
    assertThat(of(Views.beingDeleted(JOB), drained)).isInstanceOf(Crashed.class);
  }

  @Test
  void ofTwoPodsOfTheSameSecondTheReplacedOneDoesNotCount() {
    var drained = Views.disrupted(Views.ended(POD, 143, ""));
    var unreachable = Views.ended(POD, 24, Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE));
    var second = Views.ended(Views.pod("pod-2", JOB.run()), 0, Views.verified("6", "7"));

    for (var first : List.of(drained, unreachable)) {
      assertThat(of(JOB, first, second)).isInstanceOf(Finished.class);
      assertThat(of(JOB, second, first)).isInstanceOf(Finished.class);
    }
  }

  @Test
  void disruptedPodThatHadVerifiedIsVerified() {
    assertThat(of(JOB, Views.disrupted(Views.ended(POD, 0, Views.verified("6", "7")))))
        .isInstanceOf(Finished.class);
  }

  @Test
  void unreachableIsRetriedAsLongAsTheJobDoes() {
    var end = Views.ended(POD, 24, Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE));

    assertThat(of(JOB, end)).isInstanceOf(Retrying.class);
    assertThat(of(Views.failed(JOB), end)).isInstanceOf(Finished.class);
  }

  @Test
  void newestPodCounts() {
    var second = Views.started(Views.pod("pod-2", JOB.run(), POD.createdAt().plusSeconds(30)));

    assertThat(of(JOB, second, Views.disrupted(Views.ended(POD, 143, ""))))
        .isInstanceOf(Running.class);
  }

  @Test
  void podThatFailedBeforeItsContainerRanIsRetriedOrLost() {
    assertThat(of(JOB, Views.failedWithoutEnd(POD))).isInstanceOf(Retrying.class);
    assertThat(of(Views.failed(JOB), Views.failedWithoutEnd(POD))).isInstanceOf(Lost.class);
    assertThat(of(JOB, Views.overDeadline(Views.failedWithoutEnd(POD))))
        .isInstanceOf(NeverStarted.class);
    assertThat(of(JOB, Views.overDeadline(Views.failedWithoutEnd(Views.started(POD)))))
        .isInstanceOf(Lost.class);
  }

  private static RunState of(JobView job, PodView... pods) {
    return RunState.of(Optional.of(job), List.of(pods));
  }
}
