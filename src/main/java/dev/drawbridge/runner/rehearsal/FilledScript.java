package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The text of a script with all its placeholders filled, also with those that Flyway has values
 * for.
 */
final class FilledScript {

  private static final String BUILT_IN = "${flyway:";
  private static final String VALUES =
      "select current_schema(), current_user, current_database(), to_char(now(), 'YYYY-MM-DD HH24:MI:SS')";

  private FilledScript() {}

  static String of(Script script, Pending step, Connection session) throws SQLException {
    var values = new HashMap<>(step.placeholders());
    if (script.text().contains(BUILT_IN)) {
      values.putAll(builtIn(script, session));
    }
    return new Placeholders(values).fill(script.text());
  }

  private static Map<String, String> builtIn(Script script, Connection session)
      throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(VALUES)) {
      row.next();
      return Map.of(
          "flyway:filename", script.file(),
          "flyway:table", "flyway_schema_history",
          "flyway:defaultSchema", String.valueOf(row.getString(1)),
          "flyway:user", row.getString(2),
          "flyway:database", row.getString(3),
          "flyway:timestamp", row.getString(4));
    }
  }
}
