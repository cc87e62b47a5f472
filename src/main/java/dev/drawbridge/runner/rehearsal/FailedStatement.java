package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.runner.database.ServerError;
import java.sql.SQLException;
import java.time.Duration;

/** A statement has failed in the rehearsal: where, why, and how long it had run. */
final class FailedStatement extends Exception {

  private static final long serialVersionUID = 1L;

  private final String script;
  private final int line;
  private final String statement;
  private final transient ServerError error;
  private final Duration time;

  FailedStatement(String script, int line, String statement, SQLException problem, Duration time) {
    super(script, problem);
    this.script = script;
    this.error = ServerError.of(problem);
    this.line = line + Math.max(0, error.lineIn(statement).orElse(1) - 1);
    this.statement = statement;
    this.time = time;
  }

  String script() {
    return script;
  }

  /** Where the database points at, else where the statement begins. */
  int line() {
    return line;
  }

  String statement() {
    return statement;
  }

  ServerError error() {
    return error;
  }

  Duration time() {
    return time;
  }
}
