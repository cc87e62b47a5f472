package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.runner.database.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What SQLite's schema table and pragmas say. Names are the same in large and small letters. */
record SqliteCatalog(Connection session) implements Catalog {

  private static final String TABLE =
      "select 1 from sqlite_master where type in ('table', 'view') and name = ? collate nocase";
  private static final String COLUMN =
      "select 1 from pragma_table_xinfo(?) where name = ? collate nocase";
  private static final String INDEX =
      "select 1 from sqlite_master where type = 'index' and tbl_name = ? collate nocase and name = ? collate nocase";

  /** Whatever Flyway counts: not the two tables that nobody makes by a script. */
  private static final String HOLDS_SOMETHING =
      """
      select 1 from sqlite_master where type = 'table'
        and name not in ('sqlite_sequence', 'android_metadata')
        and not exists (select 1 from sqlite_master
          where type = 'table' and name = 'flyway_schema_history')
      """;

  @Override
  public Optional<String> problem(String name) {
    var dot = plain(name).indexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.of("%s names a schema, and SQLite has none".formatted(name));
  }

  @Override
  public boolean hasTable(String table) throws SQLException {
    return isThere(TABLE, plain(table));
  }

  @Override
  public boolean hasColumn(String table, String column) throws SQLException {
    return isThere(COLUMN, plain(table), column);
  }

  /** There are no invalid ones. */
  @Override
  public boolean hasIndex(String table, String index, boolean orInvalid) throws SQLException {
    return isThere(INDEX, plain(table), index);
  }

  /** It keeps none: they belong to the programs that use it. */
  @Override
  public boolean hasFunction(String function) {
    return false;
  }

  @Override
  public List<String> invalidIndexes() {
    return List.of();
  }

  @Override
  public boolean beginsLate(List<String> schemas) throws SQLException {
    return isThere(HOLDS_SOMETHING);
  }

  private boolean isThere(String sql, String... names) throws SQLException {
    try (var query = session.prepareStatement(sql)) {
      for (var index = 0; index < names.length; index++) {
        query.setString(index + 1, names[index]);
      }
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** The schema main is the file itself. */
  private static String plain(String written) {
    var name = written.replace("\"", "");
    return name.startsWith("main.") ? name.substring("main.".length()) : name;
  }
}
