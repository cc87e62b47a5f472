package dev.drawbridge.runner.backup;

import dev.drawbridge.runner.database.Sessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A copy of a SQLite file, made by SQLite itself while others may go on reading and writing. */
record FileCopy(Sessions sessions) {

  /**
   * Writes it to {@code file}, which must not be there, and reads it back.
   *
   * @return how many tables it has
   */
  int make(Path file) throws SQLException {
    try (var session = sessions.open()) {
      sessions.begin(session);
      try {
        into(session, "vacuum main into ?", file);
        into(session, "attach ? as copy", file);
        requireWhole(session);
        return tables(session);
      } finally {
        sessions.end(session);
      }
    }
  }

  private static void into(Connection session, String command, Path file) throws SQLException {
    try (var statement = session.prepareStatement(command)) {
      statement.setString(1, file.toString());
      statement.execute();
    }
  }

  private static void requireWhole(Connection session) throws SQLException {
    var found = first(session, "pragma copy.integrity_check(1)");
    if (!found.equals("ok")) {
      throw BackupProblem.damaged(found);
    }
  }

  private static int tables(Connection session) throws SQLException {
    return Integer.parseInt(
        first(
            session,
            "select count(*) from copy.sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'"));
  }

  private static String first(Connection session, String query) throws SQLException {
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
