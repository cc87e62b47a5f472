package dev.drawbridge.runner.database;

import dev.drawbridge.report.Closing;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Which database this is, so that what was verified in one is never taken for another's. Every user
 * may ask for the system identifier unless an administrator has taken that right away; then the
 * number of the database within its server stands in for it, marked as what it is.
 */
final class Identity {

  private Identity() {}

  /** The identity of the database of {@code session}, which is in auto-commit mode. */
  static Closing.Database of(Connection session) throws SQLException {
    try {
      return read(
          session,
          "select system_identifier::text, current_database() from pg_catalog.pg_control_system()");
    } catch (SQLException forbidden) {
      if (!SqlState.MISSING_RIGHT.equals(forbidden.getSQLState())) {
        throw forbidden;
      }
      return read(
          session,
          "select 'oid-' || oid, datname from pg_catalog.pg_database where datname = current_database()");
    }
  }

  private static Closing.Database read(Connection session, String query) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return new Closing.Database(row.getString(1), row.getString(2));
    }
  }
}
