package dev.drawbridge.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether schemas of PostgreSQL hold something although no history has begun in them. */
final class UsedSchemas {

  /** Whatever Flyway counts: not composite types, arrays, or what belongs to an extension. */
  private static final String HOLDS_SOMETHING =
      """
      with named as (select oid from pg_catalog.pg_namespace where nspname = any(?)),
      held as (
        select oid from pg_catalog.pg_class
          where relnamespace in (select oid from named) and relkind in ('r', 'v', 'S', 't')
        union all select oid from pg_catalog.pg_type
          where typnamespace in (select oid from named) and typcategory not in ('A', 'C')
        union all select oid from pg_catalog.pg_proc
          where pronamespace in (select oid from named))
      select to_regclass(format('%I.flyway_schema_history', (?::text[])[1])) is null
        and exists (select from held where not exists (
          select from pg_catalog.pg_depend d where d.objid = held.oid and d.deptype = 'e'))
      """;

  private UsedSchemas() {}

  /**
   * Whether there is something, and no history.
   *
   * @param schemas the first holds the history. None stands for the session's own.
   */
  static boolean withoutHistory(Connection session, List<String> schemas) throws SQLException {
    var usual = session.getSchema();
    var names = schemas.isEmpty() ? List.of(usual == null ? "public" : usual) : schemas;
    var array = session.createArrayOf("text", names.toArray());
    try (var query = session.prepareStatement(HOLDS_SOMETHING)) {
      query.setArray(1, array);
      query.setArray(2, array);
      try (var row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
