package dev.drawbridge.runner.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Indexes that a failed concurrent build has left behind: they cost writes and serve no query. */
final class InvalidIndexes {

  private static final int MOST = 5;

  /** An index that somebody is building now is invalid too, and nothing is wrong with it. */
  private static final String INVALID =
      """
      select format('%I.%I', n.nspname, c.relname)
      from pg_catalog.pg_index x
        join pg_catalog.pg_class c on c.oid = x.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not x.indisvalid and c.relkind = 'i' and n.nspname not like 'pg_%'
        and not exists (select 1 from pg_catalog.pg_stat_progress_create_index p
          where p.datid = (select oid from pg_catalog.pg_database where datname = current_database())
            and (p.index_relid = x.indexrelid
              -- Of another user's build the server tells the process only.
              or p.index_relid is null and exists (select 1 from pg_catalog.pg_locks l
                where l.pid = p.pid and l.relation = x.indrelid)))
      order by 1
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

  /** Those that were not {@code before}. */
  static List<String> since(Collection<String> before, Connection session) throws SQLException {
    return find(session).stream().filter(index -> !before.contains(index)).limit(MOST).toList();
  }
}
