package dev.drawbridge.decide;

import static dev.drawbridge.decide.RollbackDraft.aRollback;
import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aFailedRun;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a Rollback may begin: each refusal, each wait, and whose turn it is. */
class TakingBackTest {

  private static TakingBack.Answer ask(RollbackDraft rollback, Snapshots migration) {
    return TakingBack.ask(
        rollback.make(), migration.look().migration(), List.of(), ScriptFiles.UNKNOWN);
  }

  private static void isRefused(RollbackDraft rollback, Snapshots migration, String sentence) {
    assertThat(ask(rollback, migration))
        .isEqualTo(new TakingBack.Answer.Refused(Reason.NOTHING_TO_ROLL_BACK, sentence));
  }

  private static void may(RollbackDraft rollback, Snapshots migration) {
    assertThat(ask(rollback, migration)).isEqualTo(new TakingBack.Answer.May());
  }

  /** A Migration that this Rollback has taken back, or failed to. */
  private static Snapshots takenBack(RollbackDraft by, Phase outcome) {
    var migration = aVerifiedRun().later(Duration.ofMinutes(10));
    var begun = migration.rollbacks(by.make()).with(migration.decide());
    var mark = Optional.ofNullable(begun.look().status().takenBack()).orElseThrow();
    var draft = StatusDraft.of(begun.look()).takenBack(mark.ended(outcome, "It ended."));
    return begun.status(draft.write()).rollbacks();
  }

  @Test
  void verifiedRunMayBeTakenBack() {
    may(aRollback("back"), aVerifiedRun());
    may(aRollback("back").disabling(), aVerifiedRun());
    may(aRollback("back").running(null), aVerifiedRun());
  }

  @Test
  void migrationThatIsBeingDeletedIsLeft() {
    isRefused(
        aRollback("back"), aVerifiedRun().beingDeleted(), "Migration orders is being deleted.");
  }

  @Test
  void migrationThatWasNeverRunIsLeft() {
    isRefused(
        aRollback("back"),
        aMigration(),
        "Migration orders has never been run: there is nothing to take back.");
  }

  @Test
  void targetAboveWhatIsAppliedIsRefused() {
    isRefused(
        aRollback("back").undoing("8"),
        aVerifiedRun(),
        "undo.to is 8, which is above what Migration orders has applied: the newest is 7.");
  }

  @Test
  void targetThatIsNotAppliedIsRefused() {
    isRefused(
        aRollback("back").undoing("6.5"),
        aVerifiedRun(),
        "undo.to is 6.5, which Migration orders has not applied. These are verified: 6, 7.");
  }

  @Test
  void targetWhereTheDatabaseIsIsRefused() {
    isRefused(
        aRollback("back").undoing("7"),
        aVerifiedRun(),
        "Migration orders is at 7 already: there is nothing to take back.");
    isRefused(
        aRollback("back").running(new RunStep.Version("select 7", "7")),
        aVerifiedRun(),
        "Migration orders is at 7 already: there is nothing to take back.");
  }

  @Test
  void failedRunMayBeTakenBackWhateverIsVerified() {
    var failed = aVerifiedRun().inputs("digest-b");
    failed.with(failed.decide());
    var run = failed.runId();
    failed.jobs().pods(Views.ended(Views.pod("pod-2", run), 22, Views.failed())).settled();
    assertThat(failed.look().status().phase()).isEqualTo(Phase.FAILED);

    may(aRollback("back").undoing("7"), failed);
    may(aRollback("back").undoing("6"), aFailedRun());
  }

  @Test
  void whatWasTakenBackIsNotTakenBackAgain() {
    var migration = takenBack(aRollback("first"), Phase.ROLLED_BACK);

    for (var second :
        List.of(
            aRollback("second"),
            aRollback("second").disabling(),
            aRollback("second").running(null))) {
      isRefused(
          second,
          migration,
          "Migration orders was taken back already, by Rollback first at "
              + NOW.plusSeconds(9).plus(Duration.ofMinutes(10))
              + ".");
    }
  }

  @Test
  void whatWasTakenBackMayBeTakenBackFurther() {
    var migration = takenBack(aRollback("first"), Phase.ROLLED_BACK);

    may(aRollback("second").running(new RunStep.Version("select 5", "5")), migration);
    isRefused(
        aRollback("second").undoing("5"),
        migration,
        "undo.to is 5, which Migration orders has not applied. These are verified: 6.");
  }

  @Test
  void whatWasDisabledMayBeUndoneLater() {
    var migration = takenBack(aRollback("first").disabling(), Phase.ROLLED_BACK);

    may(aRollback("second").undoing("6"), migration);
    assertThat(ask(aRollback("second").disabling(), migration))
        .isInstanceOf(TakingBack.Answer.Refused.class);
  }

  @Test
  void afterAFailedRollbackAnotherOneMayFollow() {
    var migration = takenBack(aRollback("first"), Phase.FAILED);

    may(aRollback("second").undoing("6"), migration);
    may(aRollback("second").disabling(), migration);
  }

  @Test
  void runUnderWayIsWaitedFor() {
    var migration = aStartedRun();

    assertThat(ask(aRollback("back"), migration))
        .isEqualTo(
            new TakingBack.Answer.Waits(
                "Waits for run %1$s of Migration orders to end; to stop it, set its annotation drawbridge.dev/cancel to %1$s."
                    .formatted(migration.runId())));
    assertThat(ask(aRollback("back").interrupting(), migration))
        .isEqualTo(
            new TakingBack.Answer.Waits(
                "Stops run %s of Migration orders first.".formatted(migration.runId())));
  }

  @Test
  void otherRollbackThatIsUnderWayIsWaitedFor() {
    var migration = aVerifiedRun().later(Duration.ofMinutes(10));
    var first = aRollback("first");
    migration.rollbacks(first.make()).with(migration.decide());

    assertThat(ask(aRollback("second").disabling(), migration))
        .isEqualTo(new TakingBack.Answer.Waits("Waits for Rollback first to end."));
    may(first, migration);
  }

  @Test
  void oldestThatIsNotOverIsNext() {
    var old = aRollback("old").createdAt("2026-11-21T09:00:00Z");
    var young = aRollback("young").createdAt("2026-11-21T09:00:01Z");
    var sameAge = aRollback("a-twin").createdAt("2026-11-21T09:00:00Z");

    assertThat(next(young, old)).contains("old");
    assertThat(next(old, sameAge)).contains("a-twin");
    assertThat(next(young, aRollback("old").createdAt("2026-11-21T09:00:00Z").deleted()))
        .contains("young");
    var refused = BackScene.of(aRollback("refused"), aMigration()).decide();
    assertThat(next(aRollback("refused").with(refused))).isEmpty();
  }

  private static Optional<String> next(RollbackDraft... all) {
    return TakingBack.next(List.of(all).stream().map(RollbackDraft::make).toList())
        .map(one -> one.getMetadata().getName());
  }

  @Test
  void onlyTheNextOneInterrupts() {
    var first = aRollback("first").createdAt("2026-11-21T09:00:00Z").make();
    var second = aRollback("second").createdAt("2026-11-21T09:00:01Z").interrupting().make();
    var running = aStartedRun().look().migration();

    assertThat(TakingBack.interrupting(List.of(second), running, List.of())).contains(second);
    assertThat(TakingBack.interrupting(List.of(first, second), running, List.of())).isEmpty();
    assertThat(
            TakingBack.interrupting(List.of(second), aVerifiedRun().look().migration(), List.of()))
        .isEmpty();
  }
}
