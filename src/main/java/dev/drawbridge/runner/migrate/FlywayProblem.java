package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.SqlState;
import dev.drawbridge.runner.process.Ending;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** What Flyway refuses, or cannot do, apart from the statements of a script. */
final class FlywayProblem {

  private FlywayProblem() {}

  /** The end that {@code failed} means; empty if it is not the user's to correct. */
  static Optional<Ending> of(FlywayException failed, boolean hasApplied) {
    var exit = hasApplied ? Exit.MIGRATION_FAILED : Exit.REFUSED;
    var standing = hasApplied ? "" : " Nothing was applied.";
    if (failed.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return Optional.of(
          Ending.of(
              exit,
              Reason.NO_BASELINE,
              "The database has tables, but no history of scripts. Write the version that it is at as flyway.baselineVersion; scripts up to it are then taken as applied."
                  + standing));
    }
    var problem = sqlProblem(failed);
    if (problem == null) {
      return Optional.of(Ending.of(exit, Reason.SCRIPT_FAILED, firstLine(failed) + standing));
    }
    if (SqlState.MISSING_RIGHT.equals(problem.getSQLState())) {
      return Optional.of(
          Ending.of(
              exit,
              Reason.MISSING_RIGHT,
              "The user of the Secret lacks a right that the history of scripts needs: %s. Grant it, then set the annotation drawbridge.dev/retry.%s"
                  .formatted(problem.getMessage(), standing)));
    }
    return Optional.empty();
  }

  private static @Nullable SQLException sqlProblem(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException problem) {
        return problem;
      }
    }
    return null;
  }

  private static String firstLine(FlywayException failed) {
    var message = String.valueOf(failed.getMessage()).strip();
    return message.lines().findFirst().orElse("Flyway gave no reason").strip();
  }
}
