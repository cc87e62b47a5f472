package dev.drawbridge.decide;

import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import java.util.Optional;

/** The run whose backup a Rollback puts back. */
final class RestoredRun {

  private RestoredRun() {}

  /** Empty if it is not remembered. It may have no backup. */
  static Optional<PastRun> of(RollbackSpec.Restore restore, MigrationStatus status) {
    var wanted = restore.run();
    return status
        .runs()
        .filter(run -> wanted == null ? run.changedSomething() : run.id().equals(wanted))
        .findFirst();
  }

  /** Why there is nothing to put back, as a sentence; empty if there is. */
  static Optional<String> problem(RollbackSpec.Restore restore, MigrationStatus status) {
    var run = of(restore, status);
    if (run.isEmpty()) {
      return Optional.of(
          restore.run() == null
              ? "Of no verified run that changed anything it is remembered: name a run in restore.run."
              : "Run %s is not one of those that are remembered (status.run, status.history)."
                  .formatted(restore.run()));
    }
    if (run.get().backup() == null) {
      return Optional.of("Run %s has made no backup.".formatted(run.get().id()));
    }
    return restore.run() == null ? laterBackup(run.get(), status) : Optional.empty();
  }

  /** A run that has failed since may have changed something too: people must say how far to go. */
  private static Optional<String> laterBackup(PastRun verified, MigrationStatus status) {
    return status
        .runs()
        .takeWhile(run -> !run.id().equals(verified.id()))
        .filter(run -> run.backup() != null)
        .findFirst()
        .map(later ->
            "Run %s, which came later, has made a backup of its own. Write to restore.run how far to go: %s (before it), or %s (before what was verified)."
                .formatted(later.id(), later.id(), verified.id()));
  }
}
