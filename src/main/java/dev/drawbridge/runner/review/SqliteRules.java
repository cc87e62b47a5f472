package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import java.util.Set;

/** What SQLite's scripts must not do if a run is to keep its promises. */
final class SqliteRules implements StatementRule {

  /** What a run sets for its own session, or relies on. */
  private static final Set<String> OURS =
      Set.of("BUSY_TIMEOUT", "QUERY_ONLY", "LOCKING_MODE", "WRITABLE_SCHEMA");

  @Override
  public void look(SqlStatement statement, Scene scene) {
    if (statement.unfinished() != null) {
      scene.tell(
          Rule.UNFINISHED,
          statement.line(),
          "In the statement that begins here, %s has no end. Close it."
              .formatted(statement.unfinished()));
    }
    if (!statement.tokens().isEmpty() && statement.tokens().getFirst().is('.')) {
      var command = statement.tokens().getFirst().text().split("\\s+", 2)[0];
      scene.tell(
          Rule.SHELL_COMMAND,
          statement.line(),
          "%s is a command of the program sqlite3, which SQLite itself does not understand. Remove it, or write what it does in SQL."
              .formatted(command));
    }
    if (statement.begins("ATTACH") || statement.begins("DETACH")) {
      scene.tell(
          Rule.ATTACH,
          statement.line(),
          "%s reaches for another file: a script is all or nothing in one file only, and nobody keeps others away from a second. Give that file a Migration of its own."
              .formatted(statement.words().getFirst()));
    }
    if (statement.begins("PRAGMA")) {
      lookAtPragma(statement, scene);
    }
  }

  private static void lookAtPragma(SqlStatement statement, Scene scene) {
    var words = statement.words();
    for (var pragma : OURS) {
      if (words.contains(pragma)) {
        scene.tell(
            Rule.PRAGMA,
            statement.line(),
            "PRAGMA %s changes what a run itself relies on, such as its lock timeout. Remove it; the limits are in spec.guardrails."
                .formatted(pragma.toLowerCase(java.util.Locale.ROOT)));
      }
    }
    if (words.contains("FOREIGN_KEYS") && statement.tokens().size() > 2) {
      scene.tell(
          Rule.FOREIGN_KEYS,
          statement.line(),
          "PRAGMA foreign_keys does nothing within a transaction, and each script is one. Scripts run without foreign keys unless spec.database.sqlite.foreignKeys is true.");
    }
  }
}
