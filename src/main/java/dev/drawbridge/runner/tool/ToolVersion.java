package dev.drawbridge.runner.tool;

import dev.drawbridge.api.RunStep;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version that a tool keeps in the database, read by the query that the spec has for it. */
record ToolVersion(Sessions sessions) {

  /**
   * The version; empty if there is none yet.
   *
   * @throws SQLException if the query cannot be answered
   */
  Optional<String> read(RunStep.Version version) throws SQLException {
    if (sessions.dialect().split(version.query()).size() != 1) {
      throw new SQLException("it is not one statement");
    }
    try (var session = sessions.open()) {
      sessions.readOnly(session, true);
      session.setAutoCommit(false);
      return Optional.ofNullable(first(session, version.query()));
    } catch (SQLException failed) {
      if (ServerError.of(failed).trouble() == Trouble.NOTHING_THERE) {
        // The tool has not been here yet.
        return Optional.empty();
      }
      throw failed;
    }
  }

  private @Nullable String first(Connection session, String query) throws SQLException {
    sessions.begin(session);
    try (var statement = session.createStatement()) {
      statement.setMaxRows(1);
      statement.setFetchSize(1);
      try (var rows = statement.executeQuery(query)) {
        return rows.next() ? rows.getString(1) : null;
      }
    } finally {
      sessions.end(session);
      session.rollback();
    }
  }
}
