package dev.drawbridge.decide;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.decide.TakingBack.Answer;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a Rollback: first its Migration's gate is closed, then whatever depends on it is
 * held or back, and only then its run starts, which is followed like any other.
 */
public final class RollbackRules {

  /** Other runs, other Rollbacks, ConfigMaps, Deployments: their news wake no Rollback. */
  private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofSeconds(1);

  private RollbackRules() {}

  /** The status of the verdict is that of the Migration that leads back. */
  public static Verdict decide(RollbackSnapshot snapshot) {
    var verdict = goingBack(keptUntilItIsTold(decided(snapshot), snapshot), snapshot);
    var isWaiting = snapshot.isOver() || verdict.lookAgain().isPresent();
    return isWaiting || verdict.status().runUnderWay()
        ? verdict
        : verdict.lookingAgainAfter(BEFORE_ANOTHER_LOOK);
  }

  private static Verdict decided(RollbackSnapshot snapshot) {
    var run = snapshot.run();
    return RunRules.follow(run)
        .or(() -> over(snapshot))
        .or(() -> beingDeleted(snapshot))
        .or(() -> withoutAMigration(snapshot))
        .or(() -> run.lastRun().map(_ -> MigrationRules.decide(run)))
        .or(() -> before(snapshot))
        .orElseGet(() -> begin(snapshot));
  }

  /** Whatever becomes of the Migration and its scripts later, it stays as it has ended. */
  private static Optional<Verdict> over(RollbackSnapshot snapshot) {
    return snapshot.isOver()
        ? Optional.of(MigrationRules.lettingGo(snapshot.run(), Verdict.of(snapshot.run().status())))
        : Optional.empty();
  }

  /** No run of it starts any more; its Migration must learn that. */
  private static Optional<Verdict> beingDeleted(RollbackSnapshot snapshot) {
    if (!snapshot.run().isBeingDeleted()) {
      return Optional.empty();
    }
    var unchanged = Verdict.of(snapshot.run().status());
    return Optional.of(
        snapshot.isToldToTheMigration()
            ? MigrationRules.lettingGo(snapshot.run(), unchanged)
            : stand(
                snapshot,
                Phase.FAILED,
                Outlook.STUCK,
                Reason.CANCELLED,
                snapshot.run().lastRun().isEmpty()
                    ? "It was deleted before it had begun. The database is as it was."
                    : "It was deleted before its run was looked at again."));
  }

  private static Optional<Verdict> withoutAMigration(RollbackSnapshot snapshot) {
    var name = snapshot.rollback().getSpec().migration();
    var why = "There is no Migration %s in this namespace.".formatted(name);
    return snapshot.migration().isPresent()
        ? Optional.empty()
        : Optional.of(refused(snapshot, new Answer.Refused(Reason.NOTHING_TO_ROLL_BACK, why)));
  }

  private static Verdict keptUntilItIsTold(Verdict verdict, RollbackSnapshot snapshot) {
    return snapshot.isToldToTheMigration()
        ? verdict
        : new Verdict(
            verdict.status(),
            verdict.actions().stream()
                .filter(action -> !(action instanceof Action.LetMigrationGo))
                .toList(),
            verdict.lookAgain());
  }

  /** What is to be done first; empty if it may begin. */
  private static Optional<Verdict> before(RollbackSnapshot snapshot) {
    if (!snapshot.isGateClosed()) {
      return Optional.of(beforeTheGateIsClosed(snapshot));
    }
    return snapshot.notClosed().isEmpty()
        ? Optional.empty()
        : Optional.of(
            kept(
                snapshot,
                waiting(
                    snapshot,
                    "Waits until nothing rolls out any more that asks for what is taken back: "
                        + String.join(", ", snapshot.notClosed())
                        + ".")));
  }

  private static Verdict beforeTheGateIsClosed(RollbackSnapshot snapshot) {
    var first = TakingBack.next(snapshot.others());
    if (first.filter(one -> !isSame(one, snapshot.rollback())).isPresent()) {
      return waiting(
          snapshot,
          "Waits for Rollback %s, which came first."
              .formatted(first.get().getMetadata().getName()));
    }
    return switch (TakingBack.ask(
        snapshot.rollback(),
        snapshot.migration().orElseThrow(),
        snapshot.run().dependencies().dependants(),
        snapshot.scripts())) {
      case Answer.Refused refusal -> refused(snapshot, refusal);
      case Answer.Waits(var why) -> waiting(snapshot, why);
      case Answer.May() ->
          waiting(snapshot, "Waits until the Migration's gate is closed for what is taken back.");
    };
  }

  private static boolean isSame(Rollback one, Rollback other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static Verdict begin(RollbackSnapshot snapshot) {
    return snapshot.rollback().getSpec().disable() == null
        ? MigrationRules.decide(snapshot.run())
        : kept(
            snapshot,
            stand(
                snapshot,
                Phase.VERIFIED,
                Outlook.DONE,
                Reason.ROLLED_BACK,
                "The gate is closed for what the last change has brought. The database is as it was."));
  }

  /** From the moment that the gate is closed for it. */
  private static Verdict kept(RollbackSnapshot snapshot, Verdict verdict) {
    return snapshot.run().hasFinalizer()
        ? verdict
        : Verdict.of(verdict.status(), new Action.KeepMigration());
  }

  /** The runner is told how far to undo, or what to put back. */
  private static Verdict goingBack(Verdict verdict, RollbackSnapshot snapshot) {
    return new Verdict(
        verdict.status(),
        verdict.actions().stream().map(action -> goingBack(action, snapshot)).toList(),
        verdict.lookAgain());
  }

  private static Action goingBack(Action action, RollbackSnapshot snapshot) {
    return action instanceof Action.StartRun(var plan)
        ? new Action.StartRun(goingBack(plan, snapshot))
        : action;
  }

  private static RunPlan goingBack(RunPlan plan, RollbackSnapshot snapshot) {
    var spec = snapshot.rollback().getSpec();
    if (spec.undo() != null) {
      return plan.with(new Task.Undo(spec.undo().to()));
    }
    return Optional.ofNullable(spec.restore())
        .flatMap(
            restore -> RestoredRun.of(restore, snapshot.migration().orElseThrow().statusOrNone()))
        .flatMap(run -> Optional.ofNullable(run.backup()))
        .map(backup -> plan.with(new Task.Restore(backup)))
        .orElse(plan);
  }

  private static Verdict waiting(RollbackSnapshot snapshot, String why) {
    return stand(snapshot, Phase.PENDING, Outlook.GOING_ON, Reason.ROLLING_BACK, why);
  }

  /** It is over: what it asks for does not begin to make sense later, unnoticed. */
  private static Verdict refused(RollbackSnapshot snapshot, Answer.Refused refusal) {
    return stand(
        snapshot,
        Phase.FAILED,
        Outlook.STUCK,
        refusal.reason(),
        refusal.why()
            + (snapshot.run().lastRun().isEmpty() ? " Nothing was changed. " : " ")
            + refusal.next());
  }

  private static Verdict stand(
      RollbackSnapshot snapshot, Phase phase, Outlook outlook, Reason reason, String message) {
    var draft = StatusDraft.of(snapshot.run()).stands(phase, outlook, reason, message);
    return new Verdict(draft.write(), List.of(), Optional.empty());
  }
}
