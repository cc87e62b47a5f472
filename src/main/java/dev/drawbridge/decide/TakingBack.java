package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.report.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a Rollback may take a Migration back. Both loops ask it: the Migration's closes the gate
 * for the Rollback that may, and the Rollback's says why it may not, or not yet.
 */
final class TakingBack {

  private TakingBack() {}

  /** What is to be done about a Rollback that has not begun. */
  sealed interface Answer {

    /** It may. */
    record May() implements Answer {}

    /** Not yet: something else comes first. */
    record Waits(String why) implements Answer {}

    /** Never: what it asks for makes no sense any more. */
    record Refused(Reason reason, String why) implements Answer {}
  }

  /** The Rollback of {@code all} whose turn it is: the oldest that is not over. */
  static Optional<Rollback> next(List<Rollback> all) {
    return all.stream()
        .filter(one -> !one.isOver() && !one.isMarkedForDeletion())
        .min(
            Comparator.comparing((Rollback one) -> one.getMetadata().getCreationTimestamp())
                .thenComparing(one -> one.getMetadata().getName()));
  }

  static Answer ask(Rollback rollback, Migration migration) {
    var status = migration.statusOrNone();
    return refusal(rollback, migration)
        .<Answer>map(why -> new Answer.Refused(Reason.NOTHING_TO_ROLL_BACK, why))
        .or(() ->
            migration
                .runUnderWay()
                .map(run ->
                    new Answer.Waits(
                        "Waits for run %s of Migration %s to end; to stop it, set its annotation drawbridge.dev/cancel to %s."
                            .formatted(run.id(), migration.getMetadata().getName(), run.id()))))
        .or(() ->
            status
                .followUpUnderWay()
                .map(run ->
                    new Answer.Waits(
                        "Waits for run %s of Migration %s, which only checks, to be stopped."
                            .formatted(run.id(), migration.getMetadata().getName()))))
        .or(() ->
            Optional.ofNullable(status.takenBack())
                .filter(other -> other.isUnderWay() && !isOf(other, rollback))
                .map(other ->
                    new Answer.Waits("Waits for Rollback %s to end.".formatted(other.rollback()))))
        .orElseGet(Answer.May::new);
  }

  private static Optional<String> refusal(Rollback rollback, Migration migration) {
    var status = migration.statusOrNone();
    var name = migration.getMetadata().getName();
    var back = status.takenBack();
    var run = status.run();
    if (back != null && isDone(back) && (run == null || run.startedAt().isBefore(back.at()))) {
      return Optional.of(
          "Migration %s was taken back already, by Rollback %s at %s."
              .formatted(name, back.rollback(), back.at()));
    }
    if (run == null) {
      return Optional.of(
          "Migration %s has never been run: there is nothing to take back.".formatted(name));
    }
    var verified = status.verified();
    if (status.runUnderWay()) {
      return Optional.empty();
    }
    if (rollback.getSpec().restore() != null) {
      return migration.getSpec().backup() == null
          ? Optional.of(
              "Migration %s has no backup in its spec, so it is not known where its backups are."
                  .formatted(name))
          : RestoredRun.problem(rollback.getSpec().restore(), status);
    }
    if (verified == null) {
      return Optional.empty();
    }
    return undone(rollback, name, verified, status);
  }

  private static boolean isDone(TakenBack mark) {
    return Phase.ROLLED_BACK.word().equals(mark.outcome());
  }

  private static Optional<String> undone(
      Rollback rollback, String name, Verified verified, MigrationStatus status) {
    var undo = rollback.getSpec().undo();
    if (undo == null) {
      return Optional.empty();
    }
    var target = SchemaVersion.of(undo.to());
    if (!ReleaseRule.isApplied(target, verified)) {
      return Optional.of(
          "undo.to is %s, but of Migration %s these versions are verified: %s."
              .formatted(undo.to(), name, String.join(", ", verified.applied())));
    }
    return verified.version() != null
            && target.isSameAs(SchemaVersion.of(verified.version()))
            && !Lowered.isLeftChanged(status)
        ? Optional.of(
            "undo.to is %s, and Migration %s is there: there is nothing to take back."
                .formatted(undo.to(), name))
        : Optional.empty();
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
        rollback.getSpec().reason(),
        verified == null ? null : verified.version(),
        Lowered.target(rollback.getSpec(), status).orElse(null),
        rollback.getSpec().reverts(),
        digest(inputs, status),
        now,
        null);
  }

  /** Without all inputs no run starts: when they come, they are not those of the last one. */
  private static String digest(Inputs inputs, MigrationStatus status) {
    if (inputs instanceof Inputs.Ready ready) {
      return ready.digest();
    }
    return status.run() == null ? "" : status.run().inputs();
  }
}
