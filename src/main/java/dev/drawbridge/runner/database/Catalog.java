package dev.drawbridge.runner.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What is in a database, looked up by the names that people write. */
public interface Catalog {

  /** Why {@code name} cannot be the name of anything here, as a part of a sentence. */
  Optional<String> problem(String name);

  boolean hasTable(String table) throws SQLException;

  boolean hasColumn(String table, String column) throws SQLException;

  /**
   * Whether {@code table} has the index.
   *
   * @param orInvalid whether one counts that serves no query
   */
  boolean hasIndex(String table, String index, boolean orInvalid) throws SQLException;

  boolean hasFunction(String function) throws SQLException;

  /** Names of indexes that cost writes and serve no query: a failed build has left them. */
  List<String> invalidIndexes() throws SQLException;

  /**
   * Whether something is there, but no history of scripts: Flyway then begins at a baseline, or
   * refuses. A history that has no row yet is one.
   *
   * @param schemas where is looked; the first holds the history. None stands for the session's own.
   */
  boolean beginsLate(List<String> schemas) throws SQLException;
}
