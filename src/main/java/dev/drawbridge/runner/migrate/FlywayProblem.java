package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;

/**
 * What Flyway refuses, or cannot do, apart from the statements of a script.
 *
 * @param standing how things stand
 * @param quote makes others' words fit for a sentence of ours
 */
public record FlywayProblem(StepPlace place, Standing standing, UnaryOperator<String> quote) {

  /** The end that {@code failed} means; empty if it is not the user's to correct. */
  public Optional<Ending> ending(FlywayException failed) {
    if (failed.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return Optional.of(ending(Reason.NO_BASELINE, withoutBaseline()));
    }
    var problem = sqlProblem(failed);
    if (problem.isEmpty()) {
      return Optional.of(ending(Reason.SCRIPT_FAILED, firstLine(failed)));
    }
    return problem.flatMap(this::ofHistory);
  }

  private Optional<Ending> ofHistory(ServerError error) {
    return switch (error.trouble()) {
      case MISSING_RIGHT ->
          ofHistory(
              Reason.MISSING_RIGHT,
              "A right is missing that the history of scripts needs: %s. " + error.adviceOfRight(),
              error);
      case LOCK_TIMEOUT ->
          ofHistory(
              Reason.LOCK_TIMEOUT,
              "The history of scripts was locked by somebody else for too long: %s. When it is"
                  + " free",
              error);
      case DISK_FULL ->
          ofHistory(
              Reason.DISK_FULL,
              "There is no room left for the history of scripts: %s. Enlarge the database's volume"
                  + " or free some of it",
              error);
      case DAMAGED ->
          ofHistory(
              Reason.DAMAGED_DATABASE,
              "The history of scripts cannot be read: %s. Restore the database from a backup",
              error);
      case CONNECTION_LOST, CANCELLED, READ_ONLY, NOTHING_THERE, OTHER -> Optional.empty();
    };
  }

  private Optional<Ending> ofHistory(Reason reason, String sentence, ServerError error) {
    var said = sentence.formatted(quote.apply(error.words()));
    var what = Character.toUpperCase(said.charAt(0)) + said.substring(1);
    return Optional.of(ending(reason, what + ", then " + Place.here().retry() + "."));
  }

  /** The same, found out before anything was applied. */
  Ending noBaseline() {
    return Ending.refused(Reason.NO_BASELINE, withoutBaseline());
  }

  private String withoutBaseline() {
    return "%s has tables, but no history of scripts. Write the version that it is at as %s; scripts up to it are then taken as applied."
        .formatted(place.schema(), place.field("baselineVersion"));
  }

  private Ending ending(Reason reason, String what) {
    var exit = standing.equals(Standing.NOTHING_APPLIED) ? Exit.REFUSED : Exit.MIGRATION_FAILED;
    return Ending.of(exit, reason, new Sentences(what, standing, ""));
  }

  private static Optional<ServerError> sqlProblem(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException problem) {
        return Optional.of(ServerError.of(problem));
      }
    }
    return Optional.empty();
  }

  private String firstLine(FlywayException failed) {
    var message = String.valueOf(failed.getMessage()).strip();
    return quote.apply(message.lines().findFirst().orElse("Flyway gave no reason"));
  }
}
