package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens the file for the first time, when it is ours: a new one is made what it is to be, and one
 * that is no database ends the run.
 */
record Opening(DatabaseFile file, SqliteSessions sessions, Journal journal, boolean isNew) {

  void open() throws SQLException {
    try (var session = sessions.open()) {
      look(session);
    } catch (SQLException failed) {
      var error = ServerError.of(failed);
      if (error.trouble() == Trouble.DAMAGED) {
        throw damaged(error);
      }
      if (error.trouble() == Trouble.LOCK_TIMEOUT) {
        throw locked(error);
      }
      throw failed;
    }
  }

  private void look(Connection session) throws SQLException {
    first(session, "pragma schema_version");
    var doubt = file.doubt();
    if (!doubt.isEmpty()) {
      tell(
          State.WARNING,
          doubt + ". SQLite's locks may not hold there: let only one process use it at a time");
    }
    if (isNew) {
      var mode = doubt.isEmpty() ? first(session, "pragma journal_mode = wal") : "delete";
      tell(State.FOUND, "created, since it did not exist; journal mode " + mode);
    } else {
      lookAtMode(first(session, "pragma journal_mode"));
    }
  }

  /** What is the application's is not changed behind its back. */
  private void lookAtMode(String mode) {
    if (!mode.equals("wal")) {
      tell(
          State.FOUND,
          "journal mode %s: readers wait while a script is committed, and it for them. In mode wal they do not"
              .formatted(mode));
    }
  }

  private void tell(State state, String message) {
    journal.tell(RunPhase.PREFLIGHT, state, "database " + file.name(), message);
  }

  private static String first(Connection session, String query) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private RuntimeException damaged(ServerError error) {
    return Ending.refused(
            Reason.DAMAGED_DATABASE,
            "%s cannot be read as a database: %s%s."
                .formatted(file.display(), journal.quote(error.words()), error.toldState()),
            "Correct %s if it is another file, else restore the database from a backup; then %s."
                .formatted(Place.here().file(), Place.here().retry()))
        .asException();
  }

  private RuntimeException locked(ServerError error) {
    return Ending.refused(
            Reason.LOCK_TIMEOUT,
            "%s is locked by another process for longer than guardrails.lockTimeout (%d ms): %s%s."
                .formatted(
                    file.display(),
                    sessions.limits().lockTimeout().toMillis(),
                    journal.quote(error.words()),
                    error.toldState()),
            "SQLite does not say who it is. Stop it, or let it end its transactions sooner; then %s."
                .formatted(Place.here().retry()))
        .asException();
  }
}
