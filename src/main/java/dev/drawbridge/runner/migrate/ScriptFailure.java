package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.process.Progress;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Where a script has failed, as found in Flyway's exceptions. They are not of its public interface;
 * a test holds the version that is used to them.
 *
 * @param script its file name
 * @param line from 1, where the database points at, else where the statement begins
 * @param statement null if Flyway does not say
 */
record ScriptFailure(
    String script, @Nullable Integer line, @Nullable String statement, SQLException problem) {

  /**
   * The failure of a script that {@code thrown} is about; empty if it is about something else.
   *
   * @param current the script that was under way: a failure to commit does not say which it was
   */
  static Optional<ScriptFailure> of(Throwable thrown, Progress.@Nullable Script current) {
    var script = current == null ? null : current.name();
    Integer line = null;
    String statement = null;
    SQLException problem = null;
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case FlywayMigrateException failed -> script = failed.getMigration().getScript();
        case FlywaySqlScriptException failed -> {
          line = failed.getLineNumber();
          statement = failed.getStatement();
        }
        case SQLException failed -> problem = failed;
        default -> {}
      }
    }
    return script == null || problem == null
        ? Optional.empty()
        : Optional.of(
            new ScriptFailure(script, line(line, statement, problem), statement, problem));
  }

  private static @Nullable Integer line(
      @Nullable Integer first, @Nullable String statement, @Nullable SQLException problem) {
    if (first == null || statement == null || !(problem instanceof PSQLException exact)) {
      return first;
    }
    var server = exact.getServerErrorMessage();
    var position = server == null ? 0 : Math.min(server.getPosition(), statement.length());
    if (position < 1) {
      return first;
    }
    var before = statement.substring(0, position - 1);
    return first + (int) before.chars().filter(letter -> letter == '\n').count();
  }

  /** What the database said, in its own words, without its decoration. */
  String message() {
    if (problem instanceof PSQLException exact && exact.getServerErrorMessage() != null) {
      var said = exact.getServerErrorMessage().getMessage();
      return said == null ? "no reason given" : said;
    }
    return problem.getMessage() == null ? "no reason given" : problem.getMessage();
  }

  String sqlState() {
    return problem.getSQLState() == null ? "" : problem.getSQLState();
  }
}
