package dev.drawbridge.runner.script;

import java.util.Set;

/** What of SQLite's SQL has to do with transactions. */
final class SqliteTransactions {

  /** Within a transaction these are refused, or passed over without a word. */
  private static final Set<String> PRAGMAS =
      Set.of("JOURNAL_MODE", "SYNCHRONOUS", "WAL_CHECKPOINT", "AUTO_VACUUM", "PAGE_SIZE");

  private SqliteTransactions() {}

  static boolean controls(SqlStatement statement) {
    var words = statement.words();
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "BEGIN", "COMMIT", "END" -> true;
      case "ROLLBACK" -> !words.contains("TO");
      default -> false;
    };
  }

  static boolean excludes(SqlStatement statement) {
    return statement.begins("VACUUM")
        || (statement.begins("PRAGMA") && statement.words().stream().anyMatch(PRAGMAS::contains));
  }
}
