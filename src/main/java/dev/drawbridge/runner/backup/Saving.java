package dev.drawbridge.runner.backup;

import dev.drawbridge.api.Backup;
import dev.drawbridge.api.Database;
import dev.drawbridge.api.Export;
import dev.drawbridge.api.WaysToSave;
import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run saves before it changes anything: the backup of a Migration, or the export of a
 * Rollback, which nobody removes.
 *
 * @param place where it is written; null if a container of the user's puts it somewhere
 */
record Saving(RunPhase phase, WaysToSave ways, @Nullable Target place) {

  /**
   * A folder on a claim.
   *
   * @param root where the claim is mounted
   * @param keep how many stay in the folder
   * @param lastGood the run whose backup stays in any case; null if there is none
   */
  record Target(
      String claim, Path root, BackupFolder folder, int keep, @Nullable String lastGood) {}

  static Saving of(Backup backup, Database database, RunnerInput input) {
    var claim = backup.claimBeside(database);
    return new Saving(
        RunPhase.BACKUP, backup, claim.map(name -> target(name, backup, input)).orElse(null));
  }

  private static Target target(String claim, Backup backup, RunnerInput input) {
    var given = Objects.requireNonNull(input.backups());
    var folder = BackupFolder.on(given.directory(), input.migration());
    return new Target(claim, given.directory(), folder, backup.keepOrDefault(), given.lastGood());
  }

  static Saving of(Export export, Database database, RunnerInput input) {
    var claim = export.claimBeside(database);
    return new Saving(RunPhase.EXPORT, export, claim.map(name -> target(name, input)).orElse(null));
  }

  private static Target target(String claim, RunnerInput input) {
    var root = Objects.requireNonNull(Objects.requireNonNull(input.export()).directory());
    var folder = BackupFolder.ofExports(root, input.migration());
    return new Target(claim, root, folder, Integer.MAX_VALUE, null);
  }

  String title() {
    return ways.title();
  }

  /** Where it is written, of one of which that is known. */
  Target target() {
    return Objects.requireNonNull(place, "the folder of what is saved");
  }

  BackupProblem problem() {
    return new BackupProblem(phase, place == null ? "" : place.claim());
  }
}
