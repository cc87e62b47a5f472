package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.script.LeadingComments;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Where a script has failed, as found in Flyway's exceptions. They are not of its public interface;
 * a test holds the version that is used to them.
 *
 * @param script its file name
 * @param line from 1, where the database points at, else where the statement begins
 * @param statement without the comments before it; null if Flyway does not say
 */
record ScriptFailure(
    String script, @Nullable Integer line, @Nullable String statement, ServerError error) {

  /** What is written first, and stands for the script where somebody else has locked it. */
  private static final String HISTORY = "history of scripts";

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
    if (problem == null) {
      return Optional.empty();
    }
    var error = ServerError.of(problem);
    var isLocked = script == null && error.trouble() == Trouble.LOCK_TIMEOUT;
    var subject = isLocked ? HISTORY : script;
    return subject == null ? Optional.empty() : Optional.of(of(subject, line, statement, error));
  }

  /** Flyway's line is that of the first word, but its statement has the comments before it. */
  private static ScriptFailure of(
      String script, @Nullable Integer first, @Nullable String statement, ServerError error) {
    if (first == null || statement == null) {
      return new ScriptFailure(script, first, statement, error);
    }
    var comments = LeadingComments.of(statement);
    var line = error.lineIn(statement).orElse(0) - 1 - comments.lines();
    var text = statement.substring(comments.text().length());
    return new ScriptFailure(script, first + Math.max(0, line), text, error);
  }
}
