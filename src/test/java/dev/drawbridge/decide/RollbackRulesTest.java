package dev.drawbridge.decide;

import static dev.drawbridge.decide.RollbackDraft.aRollback;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.TakenBackRulesTest.closedFor;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.Workload;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a Rollback does: each wait, each refusal, its run, and how it goes. */
class RollbackRulesTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Workload API = new Workload(Workload.Kind.DEPLOYMENT, "api");

  private static BackScene begun() {
    return BackScene.of(aRollback("back"), closedFor(aRollback("back")));
  }

  @Test
  void unknownMigrationIsRefusedForGood() {
    var rollback = aRollback("back");
    var verdict = BackScene.withoutAMigration(rollback).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.NOTHING_TO_ROLL_BACK)
        .says("There is no Migration orders in this namespace. Nothing was changed.");
    var later = BackScene.of(rollback.with(verdict), aVerifiedRun()).decide();
    assertThat(later).doesNothing().is(Phase.FAILED, "Stalled", Reason.NOTHING_TO_ROLL_BACK);
    Assertions.assertThat(later.lookAgain()).isEmpty();
  }

  @Test
  void refusalIsItsEnd() {
    var verdict = BackScene.of(aRollback("back"), aMigration()).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.NOTHING_TO_ROLL_BACK)
        .says("has never been run");
  }

  @Test
  void runOfTheMigrationIsWaitedFor() {
    var verdict = BackScene.of(aRollback("back"), aStartedRun()).decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
    Assertions.assertThat(verdict.lookAgain()).contains(SOON);
  }

  @Test
  void whatStillStandsStillForTheMigrationIsTakenOver() {
    var migration = closedFor(aRollback("back")).quiesce(API);
    var verdict =
        BackScene.of(told(aRollback("back"), API), migration)
            .workloads(stoppedFor("migration/orders", "it is held"))
            .decide();

    assertThat(verdict).is(Phase.QUEUED, "Reconciling", Reason.QUIESCING);
    Assertions.assertThat(verdict.actions())
        .anyMatch(action -> action instanceof Action.Stop stop && stop.workload().equals(API));
  }

  @Test
  void whatStandsStillForAnotherMigrationIsWaitedFor() {
    var migration = closedFor(aRollback("back")).quiesce(API);
    var verdict =
        BackScene.of(told(aRollback("back"), API), migration)
            .workloads(stoppedFor("migration/stock", "it is held"))
            .decide();

    assertThat(verdict)
        .does("KeepMigration")
        .says("Waits until deployment/api is back, which stands still for migration/stock.");
  }

  /** After the look that has written down what is going to be stopped. */
  private static RollbackDraft told(RollbackDraft rollback, Workload workload) {
    var known = MigrationStatus.NONE.withQuiesced(List.of(workload.quiesced(null)));
    return rollback.status(WayBack.status(known));
  }

  private static WorkloadView stoppedFor(String owner, String obstacle) {
    var standStill = StandStill.ofReplicas(owner, "1a2b3c4d", 2, Optional.empty());
    return new WorkloadView(
        API, true, Optional.of(standStill), Optional.empty(), Optional.of(obstacle));
  }

  @Test
  void olderRollbackComesFirst() {
    var older = aRollback("older").createdAt("2026-11-21T09:00:00Z");

    var verdict = BackScene.of(aRollback("back"), aVerifiedRun()).besides(older).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK)
        .says("Waits for Rollback older, which came first.");
    Assertions.assertThat(verdict.lookAgain()).contains(SOON);
  }

  @Test
  void nothingIsDoneBeforeTheGateIsClosed() {
    var verdict = BackScene.of(aRollback("back"), aVerifiedRun()).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK)
        .says("Waits until the Migration's gate is closed");
  }

  @Test
  void whatStillRollsOutIsWaitedForAndTheRollbackIsKept() {
    var verdict = begun().notClosed("Deployment orders", "Rollout api").decide();

    assertThat(verdict)
        .does("KeepMigration")
        .is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK)
        .says("Deployment orders, Rollout api.");
    Assertions.assertThat(verdict.lookAgain()).contains(SOON);
  }

  @Test
  void runIsStartedAndToldHowFarToUndo() {
    var verdict = begun().decide();

    assertThat(verdict)
        .does("KeepMigration", "StartRun")
        .is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
    var plan = ((Action.StartRun) verdict.actions().getLast()).plan();
    Assertions.assertThat(plan.undoTo()).contains("6");
  }

  @Test
  void toolIsToldNothing() {
    var tool = aRollback("back").running(null);

    var verdict = BackScene.of(tool, closedFor(tool)).decide();

    var plan = ((Action.StartRun) verdict.actions().getLast()).plan();
    Assertions.assertThat(plan.undoTo()).isEmpty();
  }

  @Test
  void runOfTheSameDatabaseIsWaitedForAndLookedAtSoon() {
    var verdict = begun().line(MigrationRulesTest.running("shop/other")).decide();

    assertThat(verdict).doesNothing().is(Phase.QUEUED, "Reconciling", Reason.QUEUED);
    Assertions.assertThat(verdict.lookAgain()).contains(SOON);
  }

  @Test
  void missingConfigMapIsWaitedForAndLookedAtSoon() {
    var verdict = begun().missing("ConfigMap orders-sql does not exist.").decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Reconciling", Reason.MISSING_CONFIG_MAP);
    Assertions.assertThat(verdict.lookAgain()).contains(SOON);
  }

  @Test
  void disablingIsDoneWithItsRollbackKept() {
    var rollback = aRollback("back").disabling();

    var verdict = BackScene.of(rollback, closedFor(rollback)).decide();

    assertThat(verdict).does("KeepMigration").is(Phase.VERIFIED, "Ready", Reason.ROLLED_BACK);
    var after = closedFor(rollback);
    rollback.with(verdict).kept(true);
    assertThat(BackScene.of(rollback, after).decide()).doesNothing();
    after.with(after.rollbacks(rollback.make()).decide());
    assertThat(BackScene.of(rollback, after).decide()).does("LetMigrationGo");
  }

  @Test
  void rollbackThatIsDeletedDuringItsRunGoesWhenItsMigrationKnowsTheEnd() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback);
    var started = BackScene.of(rollback, migration).decide();
    var job = Views.job(started);
    rollback.with(started).kept(true).deleted();
    var pod = Views.pod("pod-1", job.run());
    var running = BackScene.of(rollback, migration).jobs(job).pods(Views.started(pod)).decide();
    assertThat(running).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);

    var end = Views.ended(pod, 0, Views.verified("5", "6"));
    var ended = BackScene.of(rollback, migration).jobs(job).pods(end).decide();
    assertThat(ended).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    rollback.with(ended);
    assertThat(BackScene.of(rollback, migration).jobs(job).pods(end).decide()).does("LetJobGo");
    migration.with(migration.rollbacks(rollback.make()).decide());

    var verdict = BackScene.of(rollback, migration).jobs(Views.letGo(job)).decide();

    assertThat(verdict).does("LetMigrationGo");
    assertThat(migration.decide()).is(Phase.ROLLED_BACK, null, Reason.ROLLED_BACK);
  }

  @Test
  void rollbackThatIsDeletedBeforeItsRunTellsItsMigration() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback);
    rollback.kept(true).deleted();

    var ended = BackScene.of(rollback, migration).decide();

    assertThat(ended)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.CANCELLED)
        .says("It was deleted before it had begun.");
    migration.with(migration.rollbacks(rollback.with(ended).make()).decide());
    assertThat(BackScene.of(rollback, migration).decide()).does("LetMigrationGo");
  }

  @Test
  void rollbackThatIsDeletedBeforeItsTurnJustGoes() {
    var verdict = BackScene.of(aRollback("back").deleted(), aVerifiedRun()).decide();

    assertThat(verdict).doesNothing();
    Assertions.assertThat(verdict.status())
        .isEqualTo(BackScene.of(aRollback("back"), aVerifiedRun()).look().run().status());
  }

  @Test
  void whatHasEndedStaysAsItIsWhateverBecomesOfItsMigration() {
    var rollback = aRollback("back").disabling();
    rollback.with(BackScene.of(rollback, closedFor(rollback)).decide());

    for (var scene :
        new BackScene[] {
          BackScene.withoutAMigration(rollback),
          BackScene.of(rollback, aMigration()),
          BackScene.of(rollback, aVerifiedRun()).missing("gone"),
          BackScene.of(rollback, aVerifiedRun().unsupported("spec.x")),
          BackScene.of(rollback, aStartedRun()),
        }) {
      assertThat(scene.decide()).doesNothing().is(Phase.VERIFIED, "Ready", Reason.ROLLED_BACK);
    }
  }

  @Test
  void refusalByAnOlderLookDoesNotStandOnceTheGateIsClosed() {
    var rollback = aRollback("back");
    rollback.with(BackScene.of(rollback, aMigration()).decide());

    var verdict = BackScene.of(rollback, closedFor(aRollback("back"))).decide();

    assertThat(verdict).does("KeepMigration", "StartRun");
  }

  @Test
  void jobWhoseRunWasNeverRecordedIsFollowed() {
    var started = begun().decide();

    var verdict = begun().jobs(Views.job(started)).decide();

    assertThat(verdict).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
  }

  @Test
  void waitingTwiceChangesNothingMore() {
    var rollback = aRollback("back");
    var first = BackScene.of(rollback, aStartedRun()).decide();

    var second = BackScene.of(rollback.with(first), aStartedRun()).decide();

    Assertions.assertThat(second.status()).isEqualTo(first.status());
  }
}
