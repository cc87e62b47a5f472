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

  /**
   * Puts the content of {@code file} in the place of the database's, page by page in one
   * transaction of SQLite: whoever has the database open sees the old one or the new one, and so
   * does whoever opens it after a crash. A new file in its place would leave others with the old
   * one.
   */
  void putBack(Path file) throws SQLException {
    try (var session = sessions.open()) {
      into(session, "attach ? as copy", file);
      requireWhole(session);
      try (var statement = session.createStatement()) {
        statement.execute("detach copy");
        statement.executeUpdate("restore from '" + file.toString().replace("'", "''") + "'");
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
