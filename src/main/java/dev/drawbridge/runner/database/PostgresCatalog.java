package dev.drawbridge.runner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalogs say. */
record PostgresCatalog(Connection session, @Nullable String defaultSchema) implements Catalog {

  private static final String TABLE =
      """
      select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname in (?, lower(?))
        and (n.nspname = ? or (?::text is null and pg_catalog.pg_table_is_visible(c.oid)))
      """;
  private static final String COLUMN =
      """
      select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname in (?, lower(?))
        and (n.nspname = ? or (?::text is null and pg_catalog.pg_table_is_visible(c.oid)))
        and a.attname in (?, lower(?))
      """;
  private static final String INDEX =
      """
      select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_index x on x.indrelid = c.oid and (x.indisvalid or ?)
        join pg_catalog.pg_class i on i.oid = x.indexrelid
      where c.relname in (?, lower(?))
        and (n.nspname = ? or (?::text is null and pg_catalog.pg_table_is_visible(c.oid)))
        and i.relname in (?, lower(?))
      """;
  private static final String FUNCTION =
      """
      select 1 from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where p.proname in (?, lower(?))
        and (n.nspname = ? or (?::text is null and pg_catalog.pg_function_is_visible(p.oid)))
      """;

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

  /** Each part of the name: the server cuts them one by one. */
  @Override
  public Optional<String> problem(String name) {
    return Stream.of(name.replace("\"", "").split("\\.", 2))
        .flatMap(part -> LongName.problem(part).stream())
        .findFirst();
  }

  @Override
  public boolean hasTable(String table) throws SQLException {
    return isThere(TABLE, qualified(table));
  }

  @Override
  public boolean hasColumn(String table, String column) throws SQLException {
    return isThere(COLUMN, qualified(table), column, column);
  }

  @Override
  public boolean hasIndex(String table, String index, boolean orInvalid) throws SQLException {
    try (var query = session.prepareStatement(INDEX)) {
      query.setBoolean(1, orInvalid);
      return isFound(query, 2, qualified(table), index, index);
    }
  }

  @Override
  public boolean hasFunction(String function) throws SQLException {
    return isThere(FUNCTION, qualified(function));
  }

  @Override
  public List<String> invalidIndexes() throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(INVALID)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  @Override
  public boolean beginsLate(List<String> schemas) throws SQLException {
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

  private boolean isThere(String sql, Name name, String... more) throws SQLException {
    try (var query = session.prepareStatement(sql)) {
      return isFound(query, 1, name, more);
    }
  }

  private static boolean isFound(PreparedStatement query, int first, Name name, String... more)
      throws SQLException {
    var at = first;
    query.setString(at++, name.object());
    query.setString(at++, name.object());
    query.setString(at++, name.schema());
    query.setString(at++, name.schema());
    for (var value : more) {
      query.setString(at++, value);
    }
    try (var rows = query.executeQuery()) {
      return rows.next();
    }
  }

  /** A name and the schema that it is looked up in; null for the search path. */
  private record Name(@Nullable String schema, String object) {}

  private Name qualified(String written) {
    var plain = written.replace("\"", "");
    var dot = plain.indexOf('.');
    return dot < 0
        ? new Name(defaultSchema, plain)
        : new Name(plain.substring(0, dot), plain.substring(dot + 1));
  }
}
