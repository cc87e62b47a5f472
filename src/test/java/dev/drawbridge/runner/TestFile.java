package dev.drawbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A SQLite file on a claim, as the application has it. */
record TestFile(Path claim, String path) {

  /** A claim with nothing on it yet, in {@code folder}. */
  static TestFile in(Path folder) throws IOException {
    return new TestFile(Files.createDirectories(folder.resolve("claim")), "data/app.db");
  }

  Path file() {
    return claim.resolve(path);
  }

  RunnerProcess runner(Path folder) {
    return RunnerProcess.onFile(claim, path, folder);
  }

  /** As an application opens it; it is created if it is not there. */
  Connection connect() throws SQLException {
    try {
      Files.createDirectories(file().getParent());
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  void execute(String... statements) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of every row, as text. */
  List<String> query(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  List<String> history() throws SQLException {
    return query(
        "select version || case when success then '' else ' failed' end from flyway_schema_history order by installed_rank");
  }

  List<String> tables() throws SQLException {
    return query("select name from sqlite_master where type = 'table' order by name");
  }
}
