package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks, after scripts were applied or undone, for rows that refer to nothing: SQLite lets scripts
 * leave such rows behind unless it is told otherwise. It is told, and no more; who wants it to be a
 * failure writes a check.
 */
record ForeignKeys(SqliteSessions sessions, RunPhase phase, Journal journal) {

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST = 1000;
  private static final String SUBJECT = "foreign keys";

  void look() throws SQLException {
    try (var session = sessions.open()) {
      sessions.readOnly(session, true);
      sessions.begin(session, LONGEST);
      try {
        look(session);
      } finally {
        sessions.end(session);
      }
    } catch (SQLException failed) {
      if (ServerError.of(failed).trouble() != Trouble.CANCELLED) {
        throw failed;
      }
      tell(
          "it takes longer than %d s to look at all of them, and was given up"
              .formatted(LONGEST.toSeconds()));
    }
  }

  private void look(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var rows =
            statement.executeQuery(
                "select \"table\", rowid, parent from pragma_foreign_key_check limit " + MOST)) {
      if (!rows.next()) {
        return;
      }
      var first =
          "row %s of %s refers to nothing in %s"
              .formatted(rows.getString(2), rows.getString(1), rows.getString(3));
      var count = 1;
      while (rows.next()) {
        count++;
      }
      tell(
          "%s%s. A check on pragma_foreign_key_check makes that a failure"
              .formatted(first, others(count - 1)));
    }
  }

  private static String others(int more) {
    return switch (more) {
      case 0 -> "";
      case 1 -> ", and so does 1 other";
      default -> ", and so do %d%s others".formatted(more, more == MOST - 1 ? " or more" : "");
    };
  }

  private void tell(String message) {
    journal.tell(phase, State.WARNING, SUBJECT, message);
  }
}
