package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.report.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a Rollback may take a Migration back. Both loops ask it: the Migration's closes the gate
 * for the Rollback that may, and the Rollback's says why it may not, or not yet.
 */
final class TakingBack {

  private static final Set<String> REFUSALS =
      Set.of(
          Reason.NOTHING_TO_ROLL_BACK.word(),
          Reason.HAS_DEPENDANTS.word(),
          Reason.MISSING_UNDO_SCRIPT.word(),
          Reason.UNSUPPORTED_SPEC.word());

  private TakingBack() {}

  /** What is to be done about a Rollback that has not begun. */
  sealed interface Answer {

    /** It may. */
    record May() implements Answer {}

    /** Not yet: something else comes first. */
    record Waits(String why) implements Answer {}

    /**
     * Never: what it asks for makes no sense any more, or cannot be done.
     *
     * @param next what to do next
     */
    record Refused(Reason reason, String why, String next) implements Answer {

      Refused(Reason reason, String why) {
        this(reason, why, "Make another Rollback if there is something to take back.");
      }
    }
  }

  /** The Rollback of {@code all} whose turn it is: the oldest that is not over. */
  static Optional<Rollback> next(List<Rollback> all) {
    return all.stream()
        .filter(one -> !one.isOver() && !one.isMarkedForDeletion())
        .min(
            Comparator.comparing((Rollback one) -> one.getMetadata().getCreationTimestamp())
                .thenComparing(one -> one.getMetadata().getName()));
  }

  /**
   * The answer to {@code rollback}.
   *
   * @param dependants the Migrations that name {@code migration} as one that comes first
   * @param scripts what is known of those that {@code migration} is given
   */
  static Answer ask(
      Rollback rollback, Migration migration, List<Migration> dependants, ScriptFiles scripts) {
    return NothingToRollBack.sentence(rollback, migration)
        .<Answer>map(why -> new Answer.Refused(Reason.NOTHING_TO_ROLL_BACK, why))
        .or(() ->
            Dependants.sentence(rollback.getSpec(), migration, dependants)
                .map(why -> new Answer.Refused(Reason.HAS_DEPENDANTS, why)))
        .or(() ->
            Optional.ofNullable(rollback.getSpec().export())
                .flatMap(export -> export.misfit(migration.getSpec().database()))
                .map(why -> new Answer.Refused(Reason.UNSUPPORTED_SPEC, "spec." + why)))
        .or(() -> migration.runUnderWay().map(run -> waits(rollback, migration, run)))
        .or(() -> UndoScripts.problem(rollback, migration, scripts))
        .or(() -> migration.statusOrNone().followUpUnderWay().map(run -> waits(migration, run)))
        .or(() ->
            Optional.ofNullable(migration.statusOrNone().takenBack())
                .filter(other -> other.isUnderWay() && !isOf(other, rollback))
                .map(other ->
                    new Answer.Waits("Waits for Rollback %s to end.".formatted(other.rollback()))))
        .orElseGet(Answer.May::new);
  }

  private static Answer waits(Rollback rollback, Migration migration, Run run) {
    var name = migration.getMetadata().getName();
    return new Answer.Waits(
        rollback.getSpec().interrupts()
            ? "Stops run %s of Migration %s first.".formatted(run.id(), name)
            : "Waits for run %s of Migration %s to end; to stop it, set its annotation drawbridge.dev/cancel to %s."
                .formatted(run.id(), name, run.id()));
  }

  /** A run that only checks is stopped for whatever else is to be done. */
  private static Answer waits(Migration migration, Run run) {
    return new Answer.Waits(
        "Waits for run %s of Migration %s, which only checks, to be stopped."
            .formatted(run.id(), migration.getMetadata().getName()));
  }

  /** The Rollback for which the run of {@code migration} that is under way is to be stopped. */
  static Optional<Rollback> interrupting(
      List<Rollback> all, Migration migration, List<Migration> dependants) {
    return migration.runUnderWay().isEmpty()
        ? Optional.empty()
        : next(all)
            .filter(one -> one.getSpec().interrupts())
            .filter(one ->
                ask(one, migration, dependants, ScriptFiles.UNKNOWN) instanceof Answer.Waits);
  }

  /**
   * Whether {@code rollback}, whose Migration's gate is closed for it, has no more to say. One that
   * had refused itself by an older look goes on: that the gate is closed decides.
   */
  static boolean isOver(Rollback rollback) {
    return rollback.isOver() && !wasRefused(rollback.statusOrNone());
  }

  private static boolean wasRefused(RollbackStatus status) {
    return status.run() == null
        && status.conditions().stream().anyMatch(one -> REFUSALS.contains(one.reason()));
  }

  /** Whether {@code mark} is that of {@code rollback}, and not of one of the same name. */
  static boolean isOf(TakenBack mark, Rollback rollback) {
    return mark.uid().equals(rollback.getMetadata().getUid());
  }

  /** The mark of {@code rollback}, which begins now. */
  static TakenBack mark(Rollback rollback, MigrationStatus status, Inputs inputs, Instant now) {
    var verified = status.verified();
    return new TakenBack(
        rollback.getMetadata().getName(),
        rollback.getMetadata().getUid(),
        rollback.getSpec().way(),
        rollback.getSpec().reason(),
        rollback.requestedBy(),
        verified == null ? null : verified.version(),
        Lowered.target(rollback.getSpec(), status).orElse(null),
        rollback.getSpec().reverts(),
        digest(rollback, inputs, status),
        now,
        null,
        null);
  }

  /**
   * What is not run again. People who make a Rollback know what they have asked for last. The
   * operator makes its own because of a run that has failed: whatever was asked for since, as by
   * the retry annotation, is run afterwards. Without all inputs no run starts: when they come, they
   * are not those of the last one.
   */
  private static String digest(Rollback rollback, Inputs inputs, MigrationStatus status) {
    var run = status.run();
    if (inputs instanceof Inputs.Ready ready && (run == null || !isOwn(rollback, run))) {
      return ready.digest();
    }
    return run == null ? "" : run.inputs();
  }

  /** Whether the operator has made it because of {@code run}. */
  private static boolean isOwn(Rollback rollback, Run run) {
    var name = OwnRollbackRules.name(rollback.getSpec().migration(), run.id());
    return rollback.getMetadata().getName().equals(name);
  }
}
