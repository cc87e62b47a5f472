package dev.drawbridge.runner.backup;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Why there is no backup, put into words.
 *
 * @param claim the claim that it should be on
 */
record BackupProblem(String claim) {

  private static final Standing NOTHING_CHANGED = new Standing("Nothing was changed.");

  static EndedException failed(String what, String advice) {
    return Ending.of(
            Exit.REFUSED, Reason.BACKUP_FAILED, new Sentences(what, NOTHING_CHANGED, advice))
        .asException();
  }

  /** What it means that the files on the claim are not to be had. */
  EndedException of(IOException failed) {
    var why = failed instanceof FileSystemException exact ? exact.getReason() : failed.getMessage();
    var words = String.valueOf(why).toLowerCase(Locale.ROOT);
    if (words.contains("no space") || words.contains("quota") || words.contains("too large")) {
      return full(words);
    }
    if (failed instanceof AccessDeniedException || words.contains("read-only")) {
      return failed(
          "The backup cannot be written: the run's user may not write to claim %s."
              .formatted(claim),
          "Write the group that may to spec.pod.securityContext.fsGroup, or correct the claim; then %s."
              .formatted(Place.here().retry()));
    }
    return failed(
        "The backup cannot be written to claim %s: %s.".formatted(claim, failed.getMessage()),
        "Look at its volume, then %s.".formatted(Place.here().retry()));
  }

  /** What it means that SQLite has not made a copy. */
  EndedException of(SQLException failed, UnaryOperator<String> quote) {
    var error = ServerError.of(failed);
    var said = Clip.beside(quote.apply(error.words()), "");
    return error.trouble() == Trouble.DISK_FULL
        ? full(said)
        : failed(
            "The backup cannot be made: %s.".formatted(said),
            "Correct what it complains of, then %s.".formatted(Place.here().retry()));
  }

  private EndedException full(String words) {
    return failed(
        "The backup does not fit on claim %s: %s.".formatted(claim, words),
        "Enlarge the claim, remove what is not needed from it, or lower spec.backup.keep; then %s."
            .formatted(Place.here().retry()));
  }

  static EndedException isThere(String path) {
    return failed(
        "There is a backup of this run already, %s, and it is not written over.".formatted(path),
        "Start another run: %s.".formatted(Place.here().retry()));
  }

  static EndedException withoutTables(int tables) {
    return failed(
        "The dump has no table, but the database has %d.".formatted(tables),
        "Look at spec.backup.pgDump.schemas, and at what the user of the Secret may read; then %s."
            .formatted(Place.here().retry()));
  }

  static EndedException ofAnother(String dumped, String expected) {
    return failed(
        "The dump is of database %s, but this run is on %s.".formatted(dumped, expected),
        "Look at what the image's pg_dump is told, then %s.".formatted(Place.here().retry()));
  }

  static EndedException damaged(String found) {
    return failed(
        "The copy is damaged, and so is the database itself: %s.".formatted(found),
        "Repair the file, or put back a copy from before; then %s."
            .formatted(Place.here().retry()));
  }
}
