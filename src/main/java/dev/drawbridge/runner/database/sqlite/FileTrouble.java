package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
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

  private static final String RETRY = "then set the annotation drawbridge.dev/retry.";

  /** The end of a run that meets {@code failed} before anything was done. */
  EndedException refused(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return DatabaseFile.refused(
          Reason.MISSING_RIGHT,
          "%s cannot be written to by the user of the run's pod. Write the application's user and group to spec.pod.securityContext (runAsUser, fsGroup): a new run starts by itself."
              .formatted(database));
    }
    var why = failed instanceof FileSystemException exact ? exact.getReason() : failed.getMessage();
    var words = String.valueOf(why).toLowerCase(Locale.ROOT);
    if (words.contains("read-only")) {
      return readOnly();
    }
    if (words.contains("no space") || words.contains("quota")) {
      return DatabaseFile.refused(
          Reason.DISK_FULL,
          "There is no room left on the volume of %s. Enlarge the claim or free some of it, %s"
              .formatted(database, RETRY));
    }
    return DatabaseFile.refused(
        Reason.UNREACHABLE,
        "%s cannot be opened: %s. Look at its volume, %s".formatted(database, why, RETRY));
  }

  /** The same where its whole volume takes no writes. */
  EndedException readOnly() {
    return DatabaseFile.refused(
        Reason.READ_ONLY_DATABASE,
        "%s is mounted read-only. Give the claim an access mode that lets this pod write, %s"
            .formatted(database, RETRY));
  }
}
