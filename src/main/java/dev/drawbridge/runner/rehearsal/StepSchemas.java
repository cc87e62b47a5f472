package dev.drawbridge.runner.rehearsal;

import java.sql.SQLException;
import java.util.List;

/**
 * The schemas of a step, as Flyway prepares them: made where they are missing, the first one first.
 */
final class StepSchemas {

  private final RehearsalSession session;
  private final String usualPath;

  StepSchemas(RehearsalSession session) throws SQLException {
    this.session = session;
    try (var statement = session.connection().createStatement();
        var row = statement.executeQuery("show search_path")) {
      row.next();
      usualPath = row.getString(1);
    }
  }

  void create(List<String> schemas) throws SQLException {
    for (var schema : schemas) {
      if (!exists(schema)) {
        session.set("create schema " + quoted(schema));
      }
    }
  }

  private boolean exists(String schema) throws SQLException {
    try (var query =
        session
            .connection()
            .prepareStatement("select 1 from pg_catalog.pg_namespace where nspname = ?")) {
      query.setString(1, schema);
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** A script may have changed the path, the role and the limits; the next one gets ours again. */
  void enter(List<String> schemas) throws SQLException {
    session.set("reset role");
    session.sessions().limit(session.connection());
    var path = schemas.isEmpty() ? usualPath : quoted(schemas.getFirst()) + ", " + usualPath;
    try (var query =
        session
            .connection()
            .prepareStatement("select pg_catalog.set_config('search_path', ?, false)")) {
      query.setString(1, path);
      query.execute();
    }
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
