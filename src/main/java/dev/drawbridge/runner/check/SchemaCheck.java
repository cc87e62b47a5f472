package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.database.LongName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks up named objects in PostgreSQL's catalogs. */
final class SchemaCheck {

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

  private final Connection session;
  private final @Nullable String defaultSchema;
  private final boolean absent;
  private final List<String> wrong = new ArrayList<>();
  private int looked;

  private SchemaCheck(Connection session, @Nullable String defaultSchema, boolean absent) {
    this.session = session;
    this.defaultSchema = defaultSchema;
    this.absent = absent;
  }

  /**
   * Looks for everything that {@code check} names; {@code defaultSchema} holds unqualified names.
   */
  static CheckResult run(Connection session, @Nullable String defaultSchema, Check.Schema check)
      throws SQLException {
    var tooLong = names(check).flatMap(name -> LongName.problem(name).stream()).findFirst();
    if (tooLong.isPresent()) {
      return CheckResult.notCompared(tooLong.get() + ": write the name as the database has it");
    }
    var look = new SchemaCheck(session, defaultSchema, check.expectsAbsence());
    for (var table : check.tables()) {
      look.table(table);
    }
    for (var function : check.functions()) {
      look.note("function " + function, look.isThere(FUNCTION, look.qualified(function)));
    }
    return look.result();
  }

  /** Each part of each name: the server cuts them one by one. */
  private static Stream<String> names(Check.Schema check) {
    var tables =
        check.tables().stream()
            .flatMap(table ->
                Stream.of(
                        Stream.of(table.name()), table.columns().stream(), table.indexes().stream())
                    .flatMap(names -> names));
    return Stream.concat(tables, check.functions().stream())
        .flatMap(name -> Stream.of(name.replace("\"", "").split("\\.", 2)));
  }

  private void table(Check.Table table) throws SQLException {
    var name = qualified(table.name());
    if (!absent || (table.columns().isEmpty() && table.indexes().isEmpty())) {
      note("table " + table.name(), isThere(TABLE, name));
    }
    for (var column : table.columns()) {
      note("column " + table.name() + "." + column, isThere(COLUMN, name, column, column));
    }
    for (var index : table.indexes()) {
      note("index " + index + " of " + table.name(), hasIndex(name, index));
    }
  }

  /** An index that is not valid is not there; but for one that must be gone, it still is. */
  private boolean hasIndex(Name table, String index) throws SQLException {
    try (var query = session.prepareStatement(INDEX)) {
      query.setBoolean(1, absent);
      return isFound(query, 2, table, index, index);
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

  private void note(String what, boolean isThere) {
    looked++;
    if (isThere == absent) {
      wrong.add(what);
    }
  }

  private CheckResult result() {
    var count = "%d of %d%s".formatted(looked - wrong.size(), looked, absent ? " absent" : "");
    var rest = (absent ? "; still there: " : "; missing: ") + String.join(", ", wrong);
    var found = wrong.isEmpty() ? count : count + rest;
    var expected = "all %d%s".formatted(looked, absent ? " absent" : "");
    return CheckResult.compared(wrong.isEmpty(), new Assertion(found, expected), found);
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
