package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The schemas of a step, as Flyway prepares them: made where they are missing, the first one first.
 */
final class StepSchemas {

  private final ScriptSession session;
  private final UnaryOperator<String> quote;
  private final String usualPath;

  /** {@code quote} makes others' words fit for a sentence of ours. */
  StepSchemas(ScriptSession session, UnaryOperator<String> quote) throws SQLException {
    this.session = session;
    this.quote = quote;
    try (var statement = session.connection().createStatement();
        var row = statement.executeQuery("show search_path")) {
      row.next();
      usualPath = row.getString(1);
    }
  }

  void create(List<String> schemas) throws SQLException {
    for (var schema : schemas) {
      if (!exists(schema)) {
        create(schema);
      }
    }
  }

  private void create(String schema) throws SQLException {
    try {
      session.set("create schema " + quoted(schema));
    } catch (SQLException failed) {
      var error = ServerError.of(failed);
      if (error.trouble() == Trouble.MISSING_RIGHT) {
        throw refused(schema, error);
      }
      throw failed;
    }
  }

  private RuntimeException refused(String schema, ServerError error) {
    return Ending.refused(
            Reason.MISSING_RIGHT,
            "Rehearsal: schema %s is not there, and %s may not create it: %s%s."
                .formatted(
                    schema, Place.here().user(), quote.apply(error.words()), error.toldState()),
            "Create it, or grant the user CREATE on the database, then %s."
                .formatted(Place.here().retry()))
        .asException();
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
