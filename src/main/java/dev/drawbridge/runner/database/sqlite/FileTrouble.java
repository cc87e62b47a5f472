package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.FileComplaint;
import dev.drawbridge.runner.process.Place;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/**
 * What a file system's refusal means, put into words.
 *
 * @param database what it is about
 */
record FileTrouble(String database) {

  /** The end of a run that meets {@code failed} before anything was done. */
  EndedException refused(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return DatabaseFile.refused(
          Reason.MISSING_RIGHT,
          "%s cannot be written to by the user of the run. %s."
              .formatted(database, Place.here().rightOnFile()));
    }
    var why = failed instanceof FileSystemException exact ? exact.getReason() : failed.getMessage();
    var words = String.valueOf(why).toLowerCase(Locale.ROOT);
    if (words.contains("read-only")) {
      return readOnly();
    }
    if (words.contains("no space") || words.contains("quota")) {
      return DatabaseFile.refused(
          Reason.DISK_FULL,
          "There is no room left on the volume of %s. Enlarge the claim or free some of it, then %s."
              .formatted(database, Place.here().retry()));
    }
    return DatabaseFile.refused(
        Reason.UNREACHABLE,
        "%s cannot be opened: %s. Look at its volume, then %s."
            .formatted(database, FileComplaint.of(failed), Place.here().retry()));
  }

  /** The same where its whole volume takes no writes. */
  EndedException readOnly() {
    return DatabaseFile.refused(
        Reason.READ_ONLY_DATABASE,
        "%s is mounted read-only. Give the claim an access mode that lets this pod write, then %s."
            .formatted(database, Place.here().retry()));
  }
}
