package dev.drawbridge.runner.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Indexes that a failed concurrent build has left behind: they cost writes and serve no query. */
final class InvalidIndexes {

  private static final String INVALID =
      """
      select format('%I.%I', n.nspname, c.relname)
      from pg_catalog.pg_index x
        join pg_catalog.pg_class c on c.oid = x.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not x.indisvalid and c.relkind = 'i' and n.nspname not like 'pg_%'
      order by 1 limit 5
      """;

  private InvalidIndexes() {}

  /** Their names, quoted where needed. */
  static List<String> find(Connection session) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(INVALID)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
