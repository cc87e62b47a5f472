package dev.drawbridge.decide;

import static dev.drawbridge.decide.RollbackDraft.aRollback;
import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a Rollback means for its Migration, from the closed gate to the end. */
class TakenBackRulesTest {

  /** A Migration whose gate is closed for this Rollback. */
  static Snapshots closedFor(RollbackDraft rollback) {
    var migration = aVerifiedRun().finalizer().later(Duration.ofMinutes(10));
    return migration.rollbacks(rollback.make()).with(migration.decide());
  }

  private static Verdict withoutUndo(Snapshots migration) {
    var files = new ScriptFiles(Map.of("orders-sql", List.of("V7__b.sql")));
    return MigrationRules.decide(migration.look().with(files));
  }

  private static TakenBack mark(Verdict verdict) {
    return Objects.requireNonNull(verdict.status().takenBack());
  }

  private static Verdict success(RollbackDraft rollback) {
    return BackScene.of(rollback.disabling(), closedFor(rollback.disabling())).decide();
  }

  private static Verdict refusal(RollbackDraft rollback) {
    return BackScene.of(rollback, aMigration()).decide();
  }

  @Test
  void gateIsClosedAndTheMigrationKeptBeforeAnythingElse() {
    var migration = aVerifiedRun().later(Duration.ofMinutes(10));

    var verdict = migration.rollbacks(aRollback("back").by("anna").make()).decide();

    assertThat(verdict)
        .does("KeepMigration")
        .is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK)
        .says("Rollback back is taking it back: why.");
    Assertions.assertThat(mark(verdict))
        .isEqualTo(
            new TakenBack(
                "back",
                "uid of back",
                "undo",
                "why",
                "anna",
                "7",
                "6",
                true,
                "digest-a",
                NOW.plusSeconds(9).plus(Duration.ofMinutes(10)),
                null,
                null));
    Assertions.assertThat(Views.proof(verdict.status()).applied()).containsExactly("6");
  }

  @Test
  void noRunStartsWhileItIsUnderWay() {
    var migration = closedFor(aRollback("back")).inputs("digest-b").edited();

    var verdict = migration.decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
  }

  @Test
  void endIsTakenOverWithItsWords() {
    var rollback = aRollback("back").by("anna");
    var migration = closedFor(rollback);

    var verdict = migration.rollbacks(rollback.with(success(rollback)).make()).decide();

    assertThat(verdict)
        .does("LetMigrationGo")
        .is(Phase.ROLLED_BACK, null, Reason.ROLLED_BACK)
        .says("Rollback back (by anna) has taken it back from 7 to 6: why.");
    Assertions.assertThat(mark(verdict).outcome()).isEqualTo("RolledBack");
    Assertions.assertThat(mark(verdict).message()).startsWith("The gate is closed");
  }

  @Test
  void whoeverIsNotRecordedIsUnknown() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback);

    var verdict = migration.rollbacks(rollback.with(success(rollback)).make()).decide();

    assertThat(verdict).says("Rollback back (by unknown) has taken it back");
  }

  @Test
  void failureIsTakenOverAndTheGateStaysClosed() {
    var rollback = aRollback("back").deleted().kept(true);
    var migration = closedFor(aRollback("back"));
    var failed = BackScene.of(rollback, migration).decide();

    var verdict = migration.rollbacks(rollback.with(failed).make()).decide();

    assertThat(verdict)
        .does("LetMigrationGo")
        .is(Phase.FAILED, "Stalled", Reason.ROLLBACK_FAILED)
        .says("It was deleted before it had begun. The database is as it was.");
    Assertions.assertThat(Views.proof(verdict.status()).applied()).containsExactly("6");
  }

  @Test
  void rollbackThatIsGoneHasFailed() {
    var verdict = closedFor(aRollback("back")).rollbacks().decide();

    assertThat(verdict)
        .is(Phase.FAILED, "Stalled", Reason.ROLLBACK_FAILED)
        .says("It was deleted before it had begun.");
  }

  @Test
  void otherRollbackOfTheSameNameIsNotThisOne() {
    var other = aRollback("back").with(success(aRollback("other"))).make();
    other.getMetadata().setUid("another uid");

    var verdict = closedFor(aRollback("back")).rollbacks(other).decide();

    assertThat(verdict).is(Phase.FAILED, "Stalled", Reason.ROLLBACK_FAILED);
  }

  /** Its loop may have looked at the Migration as it was before. */
  @Test
  void refusalOfOneWhoseGateIsClosedIsNoEnd() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback);

    var verdict = migration.rollbacks(rollback.with(refusal(rollback)).make()).decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
  }

  @Test
  void refusedRollbackClosesNothing() {
    var rollback = aRollback("back");

    var verdict = aVerifiedRun().rollbacks(rollback.with(refusal(rollback)).make()).decide();

    assertThat(verdict).is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
  }

  @Test
  void migrationThatIsBeingDeletedIsNotTakenBack() {
    var migration = aVerifiedRun().finalizer().beingDeleted();

    assertThat(migration.rollbacks(aRollback("back").make()).decide()).does("LetMigrationGo");
  }

  @Test
  void migrationThatIsDeletedMeanwhileWaitsForTheEnd() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback).beingDeleted();
    assertThat(migration.decide()).doesNothing();

    var verdict = migration.rollbacks(rollback.with(success(rollback)).make()).decide();

    assertThat(verdict).does("LetMigrationGo");
    Assertions.assertThat(mark(verdict).outcome()).isEqualTo("RolledBack");
  }

  @Test
  void nothingOfARunIsLetThroughIfARollbackWaitsForItsEnd() {
    var running = aStartedRun().later(Duration.ofSeconds(9)).rollbacks(aRollback("back").make());
    running.pods(Views.ended(Views.pod("pod-1", running.runId()), 0, Views.verified("6", "7")));

    var verdict = running.decide();

    assertThat(verdict).is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
    Assertions.assertThat(Views.proof(verdict.status()).applied()).containsExactly("6");
    Assertions.assertThat(Views.run(verdict.status()).succeeded()).isTrue();
    Assertions.assertThat(mark(verdict).isUnderWay()).isTrue();
  }

  @Test
  void withoutItsUndoScriptsItClosesNothing() {
    var back = aRollback("back").make();

    var verdict = withoutUndo(aVerifiedRun().rollbacks(back));

    assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    Assertions.assertThat(verdict.status().takenBack()).isNull();
    Assertions.assertThat(Views.proof(verdict.status()).applied()).containsExactly("6", "7");
  }

  @Test
  void runIsLetThroughIfTheRollbackThatWaitsForItsEndHasNoUndoScripts() {
    var running = aStartedRun().later(Duration.ofSeconds(9)).rollbacks(aRollback("back").make());
    running.pods(Views.ended(Views.pod("pod-1", running.runId()), 0, Views.verified("6", "7")));

    var verdict = withoutUndo(running);

    assertThat(verdict).is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    Assertions.assertThat(verdict.status().takenBack()).isNull();
  }

  @Test
  void oneThatHasBegunGoesOnWhateverBecomesOfItsUndoScripts() {
    var verdict = withoutUndo(closedFor(aRollback("back")));

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
    Assertions.assertThat(mark(verdict).isUnderWay()).isTrue();
  }

  @Test
  void runThatIsWaitedForGoesOn() {
    var running = aStartedRun().later(Duration.ofSeconds(9)).rollbacks(aRollback("back").make());
    running.pods(Views.started(Views.pod("pod-1", running.runId())));

    assertThat(running.decide()).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
  }

  @Test
  void runIsStoppedOnRequestAndThenTakenBack() {
    var back = aRollback("back").interrupting();
    var running = aStartedRun().later(Duration.ofSeconds(9)).rollbacks(back.make());
    running.pods(Views.started(Views.pod("pod-1", running.runId())));

    var stopping = running.decide();
    assertThat(stopping).does("DeleteJob").is(Phase.RUNNING, "Reconciling", Reason.RUNNING);

    running.with(stopping).jobs(Views.beingDeleted(running.job()));
    assertThat(running.decide()).doesNothing();
    var pod = Views.pod("pod-1", running.runId());
    var report = Views.ended(dev.drawbridge.report.Exit.INTERRUPTED, Reason.INTERRUPTED);
    var ended = running.pods(Views.ended(pod, 25, report)).jobs().decide();
    assertThat(ended).is(Phase.PENDING, "Reconciling", Reason.ROLLING_BACK);
    Assertions.assertThat(Views.run(ended.status()).reason()).isEqualTo(Reason.CANCELLED.word());
  }

  @Test
  void whatWasTakenBackIsNotRunAgainUntilSomethingElseIsAskedFor() {
    var rollback = aRollback("back");
    var migration = closedFor(rollback);
    migration.with(migration.rollbacks(rollback.with(success(rollback)).make()).decide());

    for (var same : List.of(migration, migration.rollbacks(), migration.edited())) {
      assertThat(same.decide()).is(Phase.ROLLED_BACK, null, Reason.ROLLED_BACK);
      Assertions.assertThat(same.decide().actions()).noneMatch(Action.StartRun.class::isInstance);
    }
    assertThat(migration.inputs("digest-b").decide()).does("KeepMigration", "StartRun");
  }
}
