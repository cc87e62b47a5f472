package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.node.Folders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database that is a file, looked at and changed from outside of its pods. */
record SqliteFile(Path path) {

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  /**
   * Makes the file, if it is not there.
   *
   * @param sql any number of statements
   */
  void execute(String sql) throws SQLException {
    Folders.createAround(path);
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The first column of each row. */
  List<String> query(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
