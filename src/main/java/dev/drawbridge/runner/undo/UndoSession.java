package dev.drawbridge.runner.undo;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.script.SqlExtent;
import dev.drawbridge.runner.statement.FailedStatement;
import dev.drawbridge.runner.statement.FilledScript;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The session in which scripts are undone: their statements, and their rows of the history.
 *
 * @param history the table, as SQL names it
 * @param transactional whether it is in a transaction, until that is committed
 */
record UndoSession(ScriptSession session, FlywayStep step, String history, boolean transactional) {

  /** As Flyway sets the path when it applies a script. */
  private static final String PATH =
      "select pg_catalog.set_config('search_path', pg_catalog.quote_ident(?) || ', ' || pg_catalog.current_setting('search_path'), false)";

  /** The session of {@code session}; the history is where it looks for names now. */
  static UndoSession of(ScriptSession session, FlywayStep step, boolean transactional)
      throws SQLException {
    var history = step.historyTable(session.connection().getSchema());
    return new UndoSession(session, step, history, transactional);
  }

  /** Waits for what can only be waited for before the first statement; {@code script} is next. */
  void enter(UndoneScript script) throws FailedStatement, SQLException {
    session.watched(
        script.file(), 0, "begin", () -> session.sessions().enter(session.connection()));
  }

  void undo(UndoneScript script) throws FailedStatement, SQLException {
    makeUsual();
    var sql = FilledScript.of(script.undo(), step.placeholders(), session);
    var extents = new ArrayList<SqlExtent>();
    session.sessions().dialect().split(sql, statement -> extents.add(statement.extent()));
    for (var extent : extents) {
      session.run(script.file(), sql, extent);
    }
    checkConstraints(script, extents.isEmpty() ? 0 : extents.getLast().line());
    makeUsual();
    forget(script);
  }

  /** A script may have changed the user, the path and the limits; the next one gets ours again. */
  private void makeUsual() throws SQLException {
    var sessions = session.sessions();
    switch (sessions.dialect()) {
      case POSTGRESQL -> {
        session.set("reset role");
        session.set("reset search_path");
        lookIn(step.schema());
      }
      case SQLITE -> {}
    }
    sessions.limit(session.connection());
  }

  private void lookIn(@Nullable String schema) throws SQLException {
    if (schema == null) {
      return;
    }
    try (var query = session.connection().prepareStatement(PATH)) {
      query.setString(1, schema);
      query.execute();
    }
  }

  /**
   * What a commit of its own would do at the end of the script: a table whose constraints are still
   * to be checked could not be dropped by the next one.
   */
  private void checkConstraints(UndoneScript script, int line)
      throws FailedStatement, SQLException {
    if (!transactional) {
      return;
    }
    switch (session.sessions().dialect()) {
      case POSTGRESQL -> session.checkConstraints(script.file(), line);
      case SQLITE -> {}
    }
  }

  private void forget(UndoneScript script) throws FailedStatement, SQLException {
    var sql = "delete from " + history + " where installed_rank = " + script.applied().rank();
    session.watched(
        script.file(),
        0,
        sql,
        () -> {
          try (var statement = session.connection().createStatement()) {
            if (statement.executeUpdate(sql) != 1) {
              throw rowIsGone(script);
            }
          }
        });
  }

  private RuntimeException rowIsGone(UndoneScript script) {
    return new Ending(
            Exit.MIGRATION_FAILED,
            Reason.SCRIPT_FAILED,
            new Sentences(
                "%s was run, but the row of %s, which was in %s before, is gone: somebody else has changed the history, or the script itself has."
                    .formatted(script.file(), script.title(), history),
                new Standing(
                    transactional
                        ? "It was rolled back."
                        : "It ran outside a transaction, so what it did stays."),
                "Look at the database, then create a new Rollback."),
            new Closing.Failure(script.file(), null, null, null, null))
        .asException();
  }

  /** Commits; {@code last} is the script that was undone last. */
  void commit(UndoneScript last) throws FailedStatement, SQLException {
    session.watched(last.file(), 0, "commit", session.connection()::commit);
  }
}
