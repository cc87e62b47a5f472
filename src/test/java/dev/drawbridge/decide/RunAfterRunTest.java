package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aFailedRun;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** One run after another, and what is remembered of them. */
class RunAfterRunTest {
  @Test
  void changedConfigMapStartsANewRunAfterSuccessAndAfterFailure() {
    assertThat(aVerifiedRun().inputs("digest-b").decide()).does("KeepMigration", "StartRun");
    assertThat(aFailedRun().inputs("digest-b").decide()).does("KeepMigration", "StartRun");
  }

  @Test
  void goingBackToEarlierInputsIsAThirdRun() {
    var snapshots = aMigration();
    var ids = new TreeSet<String>();
    for (var digest : new String[] {"digest-a", "digest-b", "digest-a"}) {
      ids.add(runToItsEnd(snapshots.inputs(digest)));
    }

    Assertions.assertThat(ids).hasSize(3);
    Assertions.assertThat(snapshots.look().status().history()).hasSize(2);
  }

  private static String runToItsEnd(Snapshots snapshots) {
    var started = snapshots.decide();
    snapshots.with(started).finalizer().jobs(Views.job(started));
    var run = snapshots.runId();
    snapshots.pods(Views.ended(Views.pod("pod-" + run, run), 0, Views.verified("6", "7")));
    snapshots.settled();
    return run;
  }

  @Test
  void recreatedMigrationNeverMeetsTheOldJob() {
    var first = Views.job(aMigration().decide());
    var second = Views.job(aMigration().uid("uid-2").decide());

    Assertions.assertThat(second.name()).isNotEqualTo(first.name());
    Assertions.assertThat(second.run()).isNotEqualTo(first.run());
  }

  @Test
  void onlyTheLastFiveRunsBeforeThisOneAreRemembered() {
    var snapshots = aMigration();
    for (var turn = 0; turn < 8; turn++) {
      runToItsEnd(snapshots.inputs("digest-" + turn));
    }

    Assertions.assertThat(snapshots.look().status().history()).hasSize(5);
  }

  @Test
  void recordedRunLetsItsJobGoAndThenTheMigration() {
    var ended = aStartedRun();
    ended.pods(Views.ended(Views.pod("pod-1", ended.runId()), 0, Views.verified("6", "7")));
    var recorded = ended.decide();

    assertThat(recorded).doesNothing();
    assertThat(ended.with(recorded).decide()).does("LetJobGo", "LetMigrationGo");
  }

  @Test
  void jobIsLetGoAndTheMigrationKeptWhenTheNextRunStartsAtOnce() {
    var ended = aStartedRun();
    ended.pods(Views.ended(Views.pod("pod-1", ended.runId()), 0, Views.verified("6", "7")));
    ended.with(ended.decide());

    assertThat(ended.inputs("digest-b").decide()).does("LetJobGo", "KeepMigration", "StartRun");
  }

  @Test
  void verifiedGenerationFollowsAChangeOfNothingThatIsRun() {
    var verdict = aVerifiedRun().edited().decide();

    Assertions.assertThat(Views.proof(verdict.status()).generation()).isEqualTo(2);
  }

  @Test
  void verifiedGenerationStaysWhenTheLastRunFailed() {
    var failed = aVerifiedRun().edited().inputs("digest-b");
    var started = failed.decide();
    failed.with(started).finalizer().jobs(Views.job(started));
    failed.pods(Views.ended(Views.pod("pod-2", failed.runId()), 22, Views.failed())).settled();

    var verdict = failed.edited().decide();

    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.SCRIPT_FAILED);
    Assertions.assertThat(Views.proof(verdict.status()).version()).isEqualTo("7");
    Assertions.assertThat(Views.proof(verdict.status()).generation()).isEqualTo(1);
  }

  @Test
  void whatWasVerifiedDoesNotCountForAnotherSecret() {
    var verdict = aVerifiedRun().edited().secret("other-db").missing("later").decide();

    Assertions.assertThat(verdict.status().verified()).isNull();
    assertThat(verdict).isNot("Verified");
  }

  @Test
  void runThatEndsAfterTheSecretChangedVouchesForNothing() {
    var edited = aStartedRun().edited().secret("other-db").inputs("digest-b");
    edited.pods(Views.ended(Views.pod("pod-1", edited.runId()), 0, Views.verified("6", "7")));

    var verdict = edited.decide();

    Assertions.assertThat(Views.run(verdict.status()).succeeded()).isTrue();
    Assertions.assertThat(verdict.status().verified()).isNull();
  }

  @Test
  void editDuringARunIsFollowedByANewRunAndNothingSaysReadyBetween() {
    var edited = aStartedRun().edited().inputs("digest-b").later(Duration.ofSeconds(1));
    edited.pods(Views.started(Views.pod("pod-1", edited.runId())));
    assertThat(edited.decide()).doesNothing().observes(2);

    edited.pods(Views.ended(Views.pod("pod-1", edited.runId()), 0, Views.verified("6", "7")));
    var ended = edited.decide();
    assertThat(ended).is(Phase.PENDING, "Reconciling", Reason.NOT_VERIFIED_YET).isNot("Ready");
    Assertions.assertThat(Views.proof(ended.status()).version()).isEqualTo("7");

    assertThat(edited.with(ended).decide()).does("LetJobGo", "KeepMigration", "StartRun");
  }

  @Test
  void releasesAreRememberedNewestFirst() {
    var snapshots = aMigration().release("r1");
    runToItsEnd(snapshots);
    runToItsEnd(snapshots.release("r2").inputs("digest-b"));

    Assertions.assertThat(Views.proof(snapshots.look().status()).releases())
        .containsExactly("r2", "r1");
  }

  @Test
  void newReleaseIsNotVouchedForByARunOfTheOldOne() {
    var edited = aMigration().release("r1");
    var started = edited.decide();
    edited.with(started).jobs(Views.job(started)).edited().release("r2").inputs("digest-b");
    edited.pods(Views.ended(Views.pod("pod-1", edited.runId()), 0, Views.verified("6", "7")));

    var verdict = edited.decide();

    Assertions.assertThat(Views.proof(verdict.status()).releases()).containsExactly("r1");
  }

  @Test
  void lostRunIsLookedAtAgainOnceAndNotForEver() {
    var lost = aStartedRun().jobs();
    var first = lost.decide();
    assertThat(first).is(Phase.PENDING, "Reconciling", Reason.NOT_VERIFIED_YET);
    Assertions.assertThat(Views.run(first.status()).reason()).isEqualTo("Lost");

    var again = lost.with(first).decide();
    assertThat(again).does("KeepMigration", "StartRun");

    var second = lost.with(again).decide();
    assertThat(second).is(Phase.FAILED, "Stalled", Reason.LOST);
    assertThat(lost.with(second).decide())
        .does("LetMigrationGo")
        .is(Phase.FAILED, "Stalled", Reason.LOST);
  }

  @Test
  void runThatFoundOtherInputsIsLookedAtAgainOnceAndNotForEver() {
    var refusal = Views.ended(Exit.REFUSED, Reason.INPUTS_CHANGED);
    var changed = aStartedRun();
    changed.pods(Views.ended(Views.pod("pod-1", changed.runId()), 20, refusal));
    changed.with(changed.decide());

    var again = changed.decide();
    assertThat(again).does("LetJobGo", "KeepMigration", "StartRun");

    changed.with(again).jobs(Views.job(again));
    changed.pods(Views.ended(Views.pod("pod-2", changed.runId()), 20, refusal));
    changed.with(changed.decide());
    assertThat(changed.decide())
        .does("LetJobGo", "LetMigrationGo")
        .is(Phase.FAILED, "Stalled", Reason.INPUTS_CHANGED);
  }

  @Test
  void runWhoseJobExistsAndIsNotRecordedIsAdopted() {
    var crashed = aMigration();
    var job = Views.job(crashed.decide());
    crashed.finalizer().jobs(job).pods(Views.started(Views.pod("pod-1", job.run())));

    var verdict = crashed.later(Duration.ofSeconds(2)).decide();

    assertThat(verdict).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
    Assertions.assertThat(Views.run(verdict.status()).id()).isEqualTo(job.run());
    Assertions.assertThat(Views.run(verdict.status()).secret()).isEqualTo("orders-db");
  }
}
