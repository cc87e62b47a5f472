package dev.drawbridge.runner.statement;

import dev.drawbridge.runner.database.ServerError;
import java.sql.SQLException;
import java.time.Duration;

/** A statement of a script has failed: where, why, and how long it had run. */
public final class FailedStatement extends Exception {

  private static final long serialVersionUID = 1L;

  private final String script;
  private final int line;
  private final String statement;
  private final transient ServerError error;
  private final Duration time;

  public FailedStatement(
      String script, int line, String statement, SQLException problem, Duration time) {
    super(script, problem);
    this.script = script;
    this.error = ServerError.of(problem);
    this.line = line + Math.max(0, error.lineIn(statement).orElse(1) - 1);
    this.statement = statement;
    this.time = time;
  }

  public String script() {
    return script;
  }

  /** Where the database points at, else where the statement begins. */
  public int line() {
    return line;
  }

  public String statement() {
    return statement;
  }

  public ServerError error() {
    return error;
  }

  public Duration time() {
    return time;
  }
}
