package dev.drawbridge.examples;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One client of the database. It never waits for another one's lock for long, so that a test that
 * would hang fails instead.
 */
record Session(Connection connection) implements AutoCloseable {

  static Session open(DataSource database) throws SQLException {
    var session = new Session(database.getConnection());
    session.execute("SET lock_timeout = '2s'");
    return session;
  }

  void execute(String statement) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** The first column of all rows, as PostgreSQL writes it as text. */
  List<@Nullable String> column(String query) throws SQLException {
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      var values = new ArrayList<@Nullable String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** The first column of the first row. */
  @Nullable String value(String query) throws SQLException {
    return column(query).getFirst();
  }

  /** Whether the first column of the first row is true. */
  boolean truth(String query) throws SQLException {
    return "t".equals(value(query));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
