package dev.drawbridge.runner.backup;

import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.BackupInput;
import dev.drawbridge.report.Count;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.FileComplaint;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * A backup on its way back: looked at first, so that nothing else is put in the database's place.
 */
public record Restore(
    RunnerInput input, Sessions sessions, Journal journal, Progress progress, StopSignal stop) {

  private static final String TITLE = "backup";
  private static final Standing NOTHING_CHANGED = new Standing("Nothing was changed.");

  /** The end of a run that has put a backup back. */
  public record RestoredEnding(BackupInput.Restored restored, Progress progress) {

    public Ending verified() {
      var checks = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, "")).checks();
      var message =
          "The database is as it was when %s was made: %s passed."
              .formatted(restored.path(), Count.of(checks, "check"));
      return Ending.of(Exit.VERIFIED, Reason.VERIFIED, message);
    }
  }

  private BackupInput.Restored restored() {
    return Objects.requireNonNull(input.restored());
  }

  private Path file() {
    return Objects.requireNonNull(input.backups()).directory().resolve(restored().path());
  }

  /** Ends the run unless the backup is whole and of this database, and nobody else uses that. */
  public void check() throws SQLException {
    requireWhole();
    requireThisDatabase();
    var others = new OtherUsers(sessions).find();
    if (others.isPresent()) {
      throw refused(
          Reason.STILL_CONNECTED,
          "The database is in use: %s.".formatted(others.get()),
          "Scale down what uses it until nobody is connected, then create a new Rollback.");
    }
    journal.tell(
        RunPhase.RESTORE,
        State.PASSED,
        TITLE,
        restored().path() + " is whole, and of this database");
  }

  private void requireWhole() {
    if (!Files.isRegularFile(file())) {
      throw unfit("There is no file %s on the claim.".formatted(restored().path()));
    }
    try {
      var found = BackupFiles.checksum(file());
      if (!found.equals(restored().sha256())) {
        throw unfit(
            "%s has the checksum %s, but when it was made it had %s."
                .formatted(restored().path(), found, restored().sha256()));
      }
    } catch (IOException failed) {
      throw unfit("%s cannot be read: %s.".formatted(restored().path(), FileComplaint.of(failed)));
    }
  }

  private void requireThisDatabase() {
    var beside = file().toString().replaceFirst("[.][a-z]+$", BackupFolder.MANIFEST);
    var manifest =
        Manifest.read(Path.of(beside))
            .orElseThrow(() -> unfit("%s has no manifest beside it.".formatted(restored().path())));
    var here = Objects.requireNonNull(progress.database());
    if (!manifest.system().equals(here.system()) || !manifest.database().equals(here.name())) {
      throw unfit(
          "%s is of the database %s (%s), and this is %s (%s)."
              .formatted(
                  restored().path(),
                  manifest.database(),
                  manifest.system(),
                  here.name(),
                  here.system()));
    }
  }

  private static EndedException unfit(String what) {
    return refused(
        Reason.UNFIT_BACKUP,
        what,
        "Create a new Rollback with another run (restore.run), or put a backup back by hand.");
  }

  private static EndedException refused(Reason reason, String what, String advice) {
    return Ending.of(Exit.REFUSED, reason, new Sentences(what, NOTHING_CHANGED, advice))
        .asException();
  }

  /** Tells that the container after this one puts it back. */
  public void announce() {
    journal.tell(RunPhase.RESTORE, State.STARTED, TITLE, "from " + restored().path());
  }

  /** The container has put it back, and has ended with exit code 0. */
  public void settle(Duration since) {
    journal.tell(
        RunPhase.RESTORE, State.APPLIED, TITLE, "from " + restored().path(), since.toMillis());
    progress.done(null);
  }

  /** Puts the copy of a file back. */
  public void copyBack() throws SQLException {
    announce();
    var began = System.nanoTime();
    try {
      new FileCopy(sessions).putBack(file());
    } catch (SQLException failed) {
      stop.check();
      throw refused(
          Reason.RESTORE_FAILED,
          "The copy cannot be put back: %s."
              .formatted(journal.quote(String.valueOf(failed.getMessage()))),
          "Correct what it complains of, then create a new Rollback.");
    }
    settle(Duration.ofNanos(System.nanoTime() - began));
  }
}
