package dev.drawbridge.runner.backup;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.FileComplaint;
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
 * Why there is no backup, or no export, put into words.
 *
 * @param phase which of the two
 * @param claim the claim that it should be on
 */
record BackupProblem(RunPhase phase, String claim) {

  private static final Standing NOTHING_CHANGED = new Standing("Nothing was changed.");

  /** What it is called, and its field of the spec. */
  private String noun() {
    return phase.word();
  }

  EndedException failed(String what, String advice) {
    var reason = phase == RunPhase.EXPORT ? Reason.EXPORT_FAILED : Reason.BACKUP_FAILED;
    return Ending.of(Exit.REFUSED, reason, new Sentences(what, NOTHING_CHANGED, advice))
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
          "The %s cannot be written: the run's user may not write to claim %s."
              .formatted(noun(), claim),
          "Write the group that may to spec.pod.securityContext.fsGroup of the Migration, or correct the claim; then %s."
              .formatted(Place.here().retry()));
    }
    return failed(
        "The %s cannot be written to claim %s: %s."
            .formatted(noun(), claim, FileComplaint.of(failed)),
        "Look at its volume, then %s.".formatted(Place.here().retry()));
  }

  /** What it means that SQLite has not made a copy. */
  EndedException of(SQLException failed, UnaryOperator<String> quote) {
    var error = ServerError.of(failed);
    var said = Clip.beside(quote.apply(error.words()), "");
    return error.trouble() == Trouble.DISK_FULL
        ? full(said)
        : failed(
            "The %s cannot be made: %s.".formatted(noun(), said),
            "Correct what it complains of, then %s.".formatted(Place.here().retry()));
  }

  private EndedException full(String words) {
    return failed(
        "The %s does not fit on claim %s: %s.".formatted(noun(), claim, words),
        "Enlarge the claim, remove what is not needed from it, or lower spec.backup.keep; then %s."
            .formatted(Place.here().retry()));
  }

  EndedException isThere(String path) {
    return failed(
        "There is one of this run already, %s, and it is not written over.".formatted(path),
        "Start another run: %s.".formatted(Place.here().retry()));
  }

  EndedException withoutTables(int tables) {
    return failed(
        "The dump has no table, but the database has %d.".formatted(tables),
        "Look at spec.%s.pgDump, and at what the user of the Secret may read; then %s."
            .formatted(noun(), Place.here().retry()));
  }

  EndedException ofAnother(String dumped, String expected) {
    return failed(
        "The dump is of database %s, but this run is on %s.".formatted(dumped, expected),
        "Look at what the image's pg_dump is told, then %s.".formatted(Place.here().retry()));
  }

  static EndedException damaged(String found) {
    return new BackupProblem(RunPhase.BACKUP, "")
        .failed(
            "The copy is damaged, and so is the database itself: %s.".formatted(found),
            "Repair the file, or put back a copy from before; then %s."
                .formatted(Place.here().retry()));
  }
}
