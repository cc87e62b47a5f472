package dev.drawbridge.runner;

import java.sql.Connection;
import java.sql.SQLException;

/** An application that is in the midst of writing to a file, so that nobody else can. */
final class WritingApplication implements AutoCloseable {

  private final Connection session;

  WritingApplication(TestFile file) throws SQLException {
    session = file.connect();
    execute("begin immediate");
  }

  /** It has done its work, and lets others write. */
  void commit() throws SQLException {
    execute("commit");
  }

  private void execute(String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
