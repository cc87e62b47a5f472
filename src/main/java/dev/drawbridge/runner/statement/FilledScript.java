package dev.drawbridge.runner.statement;

import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.script.Script;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The text of a script with all its placeholders filled, also with those that Flyway has values
 * for.
 */
public final class FilledScript {

  private static final String BUILT_IN = "${flyway:";
  private static final String POSTGRESQL =
      "select current_schema(), current_user, current_database(), to_char(now(), 'YYYY-MM-DD HH24:MI:SS')";
  private static final String SQLITE =
      "select 'main', '', '', strftime('%Y-%m-%d %H:%M:%S', 'now', 'localtime')";

  private FilledScript() {}

  /** The text of {@code script}; {@code placeholders} are the values of the step. */
  public static String of(Script script, Map<String, String> placeholders, ScriptSession session)
      throws SQLException {
    var values = new HashMap<>(placeholders);
    if (script.text().contains(BUILT_IN)) {
      values.putAll(builtIn(script, session));
    }
    return new Placeholders(values).fill(script.text());
  }

  private static String values(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> POSTGRESQL;
      case SQLITE -> SQLITE;
    };
  }

  private static Map<String, String> builtIn(Script script, ScriptSession session)
      throws SQLException {
    try (var statement = session.connection().createStatement();
        var row = statement.executeQuery(values(session.sessions().dialect()))) {
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
