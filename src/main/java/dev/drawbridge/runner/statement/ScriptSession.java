package dev.drawbridge.runner.statement;

import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.SqlExtent;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A session in which scripts are run, statement by statement. */
public record ScriptSession(
    Connection connection, Sessions sessions, Blockers blockers, StopSignal stop) {

  private static final int ROWS_AT_A_TIME = 500;

  /** What is done to the database. */
  public interface Work {
    void perform() throws SQLException;
  }

  /**
   * Runs the statement at {@code extent} of {@code sql}.
   *
   * @return how long it took
   */
  public Duration run(String script, String sql, SqlExtent extent)
      throws FailedStatement, SQLException {
    stop.check();
    var text = extent.text(sql);
    var data = extent.data(sql);
    return watched(
        script,
        extent.line(),
        text,
        () -> {
          if (data.isPresent()) {
            copy(text, data.get());
          } else {
            execute(text);
          }
        });
  }

  /**
   * Does {@code work} as a statement of {@code script}: those who watch for locks know of it.
   *
   * @param text what it is told as if it fails
   * @return how long it took
   */
  public Duration watched(String script, int line, String text, Work work)
      throws FailedStatement, SQLException {
    blockers.forget();
    sessions.begin(connection);
    var begun = System.nanoTime();
    try {
      work.perform();
    } catch (SQLException failed) {
      throw new FailedStatement(script, line, text, failed, since(begun));
    } finally {
      sessions.end(connection);
    }
    return since(begun);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /**
   * What a commit at the end of {@code script} would do, of a PostgreSQL server. The constraints
   * are deferred again after that, or scripts that come later could not put the child before its
   * parent.
   *
   * @return how long it took
   */
  public Duration checkConstraints(String script, int line) throws FailedStatement, SQLException {
    var check = "set constraints all immediate";
    var time = watched(script, line, check, () -> set(check));
    set("set constraints all deferred");
    return time;
  }

  private void execute(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(ROWS_AT_A_TIME);
      var hasRows = statement.execute(text);
      while (hasRows || statement.getUpdateCount() >= 0) {
        if (hasRows) {
          readToTheEnd(statement);
        }
        hasRows = statement.getMoreResults();
      }
    }
  }

  /** Only so the statement is executed to its end. */
  private static void readToTheEnd(Statement statement) throws SQLException {
    try (var rows = statement.getResultSet()) {
      var more = rows.next();
      while (more) {
        more = rows.next();
      }
    }
  }

  private void copy(String text, String data) throws SQLException {
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(text, new StringReader(data));
    } catch (IOException impossible) {
      throw new IllegalStateException("a text that cannot be read", impossible);
    }
  }

  /** Runs what is ours. */
  public void set(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether it is still in the transaction that was begun: of a PostgreSQL server. */
  public boolean isWithinItsTransaction() throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.OPEN;
  }
}
