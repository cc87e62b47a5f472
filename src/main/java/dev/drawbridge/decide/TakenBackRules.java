package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.util.Optional;

/**
 * What a Rollback means for its Migration. The gate is closed for what is taken back before the
 * Rollback does anything; no run starts meanwhile, and afterwards none of what was taken back.
 */
public final class TakenBackRules {

  private TakenBackRules() {}

  /** Whether the gate of {@code migration} is closed for this very Rollback, which goes on. */
  public static boolean isGateClosedFor(Rollback rollback, Migration migration) {
    var mark = migration.statusOrNone().takenBack();
    return mark != null && mark.isUnderWay() && TakingBack.isOf(mark, rollback);
  }

  /** What to do while a Rollback is under way, or begins now; empty if none is. */
  static Optional<Verdict> rollingBack(Snapshot snapshot) {
    var mark = snapshot.status().takenBack();
    return mark != null && mark.isUnderWay()
        ? Optional.of(goingOn(snapshot, mark))
        : beginning(snapshot, snapshot.migration())
            .map(rollback ->
                Verdict.of(
                    begun(StatusDraft.of(snapshot), rollback).write(), new Action.KeepMigration()));
  }

  /** The Rollback that may take back what {@code migration} shows; empty if none may now. */
  private static Optional<Rollback> beginning(Snapshot snapshot, Migration migration) {
    return snapshot.isBeingDeleted()
        ? Optional.empty()
        : TakingBack.next(snapshot.rollbacks())
            .filter(one ->
                TakingBack.ask(
                        one, migration, snapshot.dependencies().dependants(), snapshot.scripts())
                    instanceof TakingBack.Answer.May);
  }

  /**
   * {@code draft}, of a run that has just ended: nothing of it is let through if a Rollback waits
   * for that moment.
   */
  static Optional<StatusDraft> atTheEndOfARun(StatusDraft draft, Snapshot snapshot) {
    return beginning(snapshot, snapshot.migration().withStatus(draft.soFar()))
        .map(rollback -> begun(draft, rollback));
  }

  private static StatusDraft begun(StatusDraft draft, Rollback rollback) {
    return underWay(
        draft.takenBackBy(rollback), rollback.getMetadata().getName(), rollback.getSpec().reason());
  }

  private static StatusDraft underWay(StatusDraft draft, String rollback, String reason) {
    return draft.stands(
        Phase.PENDING,
        Outlook.GOING_ON,
        Reason.ROLLING_BACK,
        "Rollback %s is taking it back: %s. No run starts meanwhile.".formatted(rollback, reason));
  }

  private static Verdict goingOn(Snapshot snapshot, TakenBack mark) {
    var rollback =
        snapshot.rollbacks().stream().filter(one -> TakingBack.isOf(mark, one)).findFirst();
    var draft = StatusDraft.of(snapshot);
    if (rollback.filter(one -> !TakingBack.isOver(one)).isPresent()) {
      return Verdict.of(underWay(draft, mark.rollback(), mark.reason()).write());
    }
    var ended = rollback.map(one -> ended(mark, one)).orElseGet(() -> gone(mark));
    return Verdict.of(stands(draft.takenBack(ended), ended).write());
  }

  private static TakenBack ended(TakenBack mark, Rollback rollback) {
    var status = rollback.statusOrNone();
    var said =
        Condition.find(status.conditions(), Condition.READY).map(Condition::message).orElse("");
    return mark.ended(status.isDone() ? Phase.ROLLED_BACK : Phase.FAILED, said);
  }

  /** It is kept until its end is known here: what is gone all the same has had no run. */
  private static TakenBack gone(TakenBack mark) {
    return mark.ended(Phase.FAILED, "It was deleted before it had begun.");
  }

  /** That what was taken back is not run again as it was; empty if something else is asked for. */
  static Optional<Verdict> rolledBack(Snapshot snapshot) {
    return Optional.ofNullable(snapshot.status().takenBack())
        .filter(mark -> isOfTheSameInputs(mark, snapshot))
        .map(mark -> Verdict.of(stands(StatusDraft.of(snapshot), mark).write()));
  }

  private static boolean isOfTheSameInputs(TakenBack mark, Snapshot snapshot) {
    return snapshot.inputs() instanceof Inputs.Ready ready && ready.digest().equals(mark.inputs());
  }

  private static StatusDraft stands(StatusDraft draft, TakenBack mark) {
    return mark.isDone()
        ? draft.stands(
            Phase.ROLLED_BACK,
            Outlook.AT_REST,
            Reason.ROLLED_BACK,
            "Rollback %s%s has taken it back%s: %s It is not run again as it is: change the spec or the scripts, or set the annotation drawbridge.dev/retry."
                .formatted(mark.rollback(), by(mark), way(mark), sentence(mark.reason())))
        : draft.stands(
            Phase.FAILED,
            Outlook.STUCK,
            Reason.ROLLBACK_FAILED,
            "Rollback %s%s has failed, and the gate stays closed for what it was to take back%s. %s Make another Rollback, or set the annotation drawbridge.dev/retry to run the migration again."
                .formatted(mark.rollback(), by(mark), way(mark), said(mark)));
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }

  private static String by(TakenBack mark) {
    return " (by %s)".formatted(mark.by() == null ? "unknown" : mark.by());
  }

  private static String said(TakenBack mark) {
    return mark.message() == null ? "" : mark.message();
  }

  private static String way(TakenBack mark) {
    return mark.from() == null
        ? ""
        : " from %s to %s".formatted(mark.from(), mark.to() == null ? "nothing" : mark.to());
  }
}
