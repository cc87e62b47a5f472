package dev.drawbridge.runner.backup;

import dev.drawbridge.api.Backup;
import dev.drawbridge.api.Database;
import dev.drawbridge.api.Export;
import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.BackupInput;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run saves before it changes anything: the backup of a Migration, or the export of a
 * Rollback, which nobody removes.
 *
 * @param title of the way in which it is made
 * @param dump what pg_dump saves; null if something else does it
 * @param place where it is written; null if a container of the user's puts it somewhere
 */
record Saving(RunPhase phase, String title, @Nullable Dump dump, @Nullable Target place) {

  /**
   * What pg_dump is told to save; all if nothing is said.
   *
   * @param tables these only
   */
  record Dump(List<String> schemas, List<String> tables) {}

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
    var dump = backup.pgDump();
    var claim = backup.claimBeside(database);
    return new Saving(
        RunPhase.BACKUP,
        backup.title(),
        dump == null ? null : new Dump(dump.schemas(), List.of()),
        claim == null
            ? null
            : target(
                claim, backup.keepOrDefault(), Objects.requireNonNull(input.backups()), input));
  }

  private static Target target(String claim, int keep, BackupInput given, RunnerInput input) {
    var folder = BackupFolder.on(given.directory(), input.migration());
    return new Target(claim, given.directory(), folder, keep, given.lastGood());
  }

  static Saving of(Export export, Database database, RunnerInput input) {
    var dump = export.pgDump();
    var claim = export.claimBeside(database);
    return new Saving(
        RunPhase.EXPORT,
        export.title(),
        dump == null ? null : new Dump(dump.schemas(), dump.tables()),
        claim == null
            ? null
            : target(
                claim,
                Objects.requireNonNull(Objects.requireNonNull(input.export()).directory()),
                input));
  }

  private static Target target(String claim, Path root, RunnerInput input) {
    var folder = BackupFolder.ofExports(root, input.migration());
    return new Target(claim, root, folder, Integer.MAX_VALUE, null);
  }

  /** Where it is written, of one of which that is known. */
  Target target() {
    return Objects.requireNonNull(place, "the folder of what is saved");
  }

  BackupProblem problem() {
    return new BackupProblem(phase, place == null ? "" : place.claim());
  }
}
