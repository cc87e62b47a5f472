package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.database.Catalog;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Indexes that a failed concurrent build has left behind: they cost writes and serve no query. */
final class InvalidIndexes {

  private static final int MOST = 5;

  private InvalidIndexes() {}

  /** Those that were not {@code before}. */
  static List<String> since(Collection<String> before, Catalog catalog) throws SQLException {
    return catalog.invalidIndexes().stream()
        .filter(index -> !before.contains(index))
        .limit(MOST)
        .toList();
  }
}
