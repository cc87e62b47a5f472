package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why what a Rollback asks for makes no sense, by what its Migration's status says.
 *
 * @param saves whether it is known where the Migration's backups are
 */
record NothingToRollBack(RollbackSpec back, String name, MigrationStatus status, boolean saves) {

  /** The sentence; empty if it makes sense, or nobody knows that it does not. */
  static Optional<String> sentence(Rollback rollback, Migration migration) {
    var name = migration.getMetadata().getName();
    if (migration.isMarkedForDeletion()) {
      return Optional.of("Migration %s is being deleted.".formatted(name));
    }
    return overtaken(rollback, migration.statusOrNone())
        .or(() ->
            new NothingToRollBack(
                    rollback.getSpec(),
                    name,
                    migration.statusOrNone(),
                    migration.getSpec().backup() != null)
                .sentence());
  }

  /** What the operator has made is for the run that had failed, and for no later one. */
  private static Optional<String> overtaken(Rollback rollback, MigrationStatus status) {
    var run = status.run();
    return status
        .ownRollback(rollback.getMetadata().getName())
        .filter(own -> run != null && !own.run().equals(run.id()))
        .map(own ->
            "It was made because of run %s, and run %s was asked for since."
                .formatted(own.run(), Objects.requireNonNull(run).id()));
  }

  private Optional<String> sentence() {
    var run = status.run();
    if (run == null) {
      return Optional.of(
          "Migration %s has never been run: there is nothing to take back.".formatted(name));
    }
    if (run.underWay()) {
      return Optional.empty();
    }
    return takenBackAlready(run)
        .or(() -> back.restore() == null ? targetOf(run) : backupOf(back.restore()));
  }

  private Optional<String> backupOf(RollbackSpec.Restore restore) {
    return saves
        ? RestoredRun.problem(restore, status)
        : Optional.of(
            "Migration %s has no backup in its spec, so it is not known where its backups are."
                .formatted(name));
  }

  /**
   * What was disabled may be undone later, and what was undone may be undone further. After a
   * failure nobody knows how far it went.
   */
  private Optional<String> takenBackAlready(Run run) {
    return Optional.ofNullable(status.takenBack())
        .filter(mark -> mark.isDone() && run.startedAt().isBefore(mark.at()))
        .filter(mark -> !changesWhatWasDisabled(mark) && !goesFurther())
        .map(mark ->
            "Migration %s was taken back already, by Rollback %s at %s."
                .formatted(name, mark.rollback(), mark.at()));
  }

  private boolean changesWhatWasDisabled(TakenBack mark) {
    return mark.way().equals(RollbackSpec.DISABLE) && back.disable() == null;
  }

  private boolean goesFurther() {
    return target().filter(version -> !isThere(version)).isPresent();
  }

  private Optional<String> target() {
    return Optional.ofNullable(back.undo())
        .map(RollbackSpec.Undo::to)
        .or(() ->
            Optional.ofNullable(back.run())
                .flatMap(run -> Optional.ofNullable(run.version()))
                .map(RunStep.Version::to));
  }

  private boolean isThere(String version) {
    var verified = status.verified();
    return verified != null
        && verified.version() != null
        && SchemaVersion.of(version).isSameAs(SchemaVersion.of(verified.version()));
  }

  /** A run that has failed may have applied more than is verified: the runner looks. */
  private Optional<String> targetOf(Run run) {
    var verified = status.verified();
    if (verified == null || !run.succeeded()) {
      return Optional.empty();
    }
    return notApplied(verified)
        .or(() ->
            target()
                .filter(version -> isThere(version) && isThereForSure(status.takenBack()))
                .map(version ->
                    "Migration %s is at %s already: there is nothing to take back."
                        .formatted(name, version)));
  }

  /** Behind a gate that was closed, the database may be further than what is verified. */
  private static boolean isThereForSure(@Nullable TakenBack mark) {
    return mark == null || (mark.isDone() && !mark.way().equals(RollbackSpec.DISABLE));
  }

  private Optional<String> notApplied(Verified verified) {
    var undo = back.undo();
    if (undo == null || ReleaseRule.isApplied(SchemaVersion.of(undo.to()), verified)) {
      return Optional.empty();
    }
    var newest = verified.version();
    return newest != null && SchemaVersion.of(newest).isAtMost(SchemaVersion.of(undo.to()))
        ? Optional.of(
            "undo.to is %s, which is above what Migration %s has applied: the newest is %s."
                .formatted(undo.to(), name, newest))
        : Optional.of(
            "undo.to is %s, which Migration %s has not applied. These are verified: %s."
                .formatted(undo.to(), name, String.join(", ", verified.applied())));
  }
}
