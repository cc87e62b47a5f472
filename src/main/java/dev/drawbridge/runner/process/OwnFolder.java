package dev.drawbridge.runner.process;

import dev.drawbridge.report.Reason;
import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A folder in which the runner keeps files of its own for a while. It is tried before anything is
 * changed: a full disk is then told as such, and is not met half-way.
 *
 * @param use what is written there, as in "Cannot write to … where …"
 * @param room how much of it, at most, in bytes
 * @param whenFull what makes room in it, as a sentence without its dot
 */
public record OwnFolder(Path path, String use, int room, String whenFull) {

  /** Twice of what the driver's library takes today. */
  private static final int LIBRARY = 2 << 20;

  /** How to connect, how far the run has come, and the end of what a tool says. */
  private static final int WORDS = 128 << 10;

  /** Where SQLite's driver, which is machine code, unpacks itself. */
  public static OwnFolder ofSqlite() {
    return new OwnFolder(
        Path.of(System.getProperty("java.io.tmpdir")),
        "SQLite's driver unpacks its library",
        LIBRARY,
        Place.here().roomForTemporaryFiles());
  }

  /** Where the containers of a run leave each other word. */
  public static OwnFolder of(SharedFolder shared) {
    return new OwnFolder(
        shared.path(),
        "the containers of the run leave each other word",
        WORDS,
        "It counts as memory, and what tools write to /drawbridge/step is in it too: let them write"
            + " to /tmp");
  }

  /** Ends the run if the folder is full or cannot be written to. */
  public void require() {
    try {
      var trial = Files.createTempFile(path, "drawbridge-", ".trial");
      try {
        Files.write(trial, new byte[room]);
      } finally {
        Files.delete(trial);
      }
    } catch (IOException failed) {
      throw refused(failed);
    }
  }

  private EndedException refused(IOException failed) {
    var why =
        failed instanceof NoSuchFileException
            ? "there is no such folder"
            : String.valueOf(
                failed instanceof FileSystemException exact && exact.getReason() != null
                    ? exact.getReason()
                    : failed.getMessage());
    var advice = isFull(why) ? whenFull : Place.here().rightOnOwnFolder(path);
    return Ending.refused(
            Reason.UNWRITABLE_FOLDER,
            "Cannot write to %s, where %s: %s.".formatted(path, use, why),
            "%s; then %s.".formatted(advice, Place.here().retry()))
        .asException();
  }

  private static boolean isFull(String why) {
    var words = why.toLowerCase(Locale.ROOT);
    return words.contains("no space") || words.contains("quota");
  }
}
