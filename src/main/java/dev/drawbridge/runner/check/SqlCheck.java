package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.database.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/**
 * Runs the query of a check. Unless it says otherwise it runs in a read-only transaction that is
 * rolled back.
 */
final class SqlCheck {

  private static final int ROWS_AT_A_TIME = 500;

  private final Sessions sessions;
  private final Connection session;
  private final UnaryOperator<String> redaction;

  SqlCheck(Sessions sessions, Connection session, UnaryOperator<String> redaction) {
    this.sessions = sessions;
    this.session = session;
    this.redaction = redaction;
  }

  CheckResult run(Check.Sql check) throws SQLException {
    var statements = sessions.dialect().split(check.query());
    if (statements.size() != 1) {
      return CheckResult.notCompared(
          "the query is not one statement, but %d: correct the check".formatted(statements.size()));
    }
    if (sessions.dialect().controlsTransaction(statements.getFirst())) {
      return CheckResult.notCompared(
          "the query begins or ends a transaction (%s), and returns no rows: write a SELECT"
              .formatted(statements.getFirst().title()));
    }
    return runInTransaction(check);
  }

  private CheckResult runInTransaction(Check.Sql check) throws SQLException {
    var done = false;
    try {
      sessions.readOnly(session, check.runsReadOnly());
      session.setAutoCommit(false);
      var result = answer(check);
      if (check.runsReadOnly()) {
        session.rollback();
      } else {
        session.commit();
      }
      done = true;
      return result;
    } finally {
      // A session that is lost must not hide by what.
      if (!session.isClosed()) {
        if (!done) {
          session.rollback();
        }
        session.setAutoCommit(true);
      }
    }
  }

  /** Its statement is closed before anything is committed: SQLite does not commit around one. */
  private CheckResult answer(Check.Sql check) throws SQLException {
    sessions.begin(session);
    try (var statement = session.createStatement()) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      if (!statement.execute(check.query())) {
        return CheckResult.notCompared("the query returns no rows by its nature: write a SELECT");
      }
      return compare(statement.getResultSet(), check);
    } finally {
      sessions.end(session);
    }
  }

  private CheckResult compare(ResultSet rows, Check.Sql check) throws SQLException {
    var expectedRows = check.expect().rows();
    if (expectedRows != null) {
      return Expectation.ofRows(expectedRows, count(rows));
    }
    if (!rows.next()) {
      return CheckResult.compared(false, new Assertion("no row", "one with a value"));
    }
    return Expectation.ofValue(check.expect(), rows.getString(1), redaction);
  }

  private static long count(ResultSet rows) throws SQLException {
    var count = 0L;
    while (rows.next()) {
      count++;
    }
    return count;
  }
}
