package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.database.Catalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks up named objects in a database's catalog. */
final class SchemaCheck {

  private final Catalog catalog;
  private final boolean absent;
  private final List<String> wrong = new ArrayList<>();
  private int looked;

  private SchemaCheck(Catalog catalog, boolean absent) {
    this.catalog = catalog;
    this.absent = absent;
  }

  /** Looks for everything that {@code check} names. */
  static CheckResult run(Catalog catalog, Check.Schema check) throws SQLException {
    var impossible = names(check).flatMap(name -> catalog.problem(name).stream()).findFirst();
    if (impossible.isPresent()) {
      return CheckResult.notCompared(impossible.get() + ": write the name as the database has it");
    }
    var look = new SchemaCheck(catalog, check.expectsAbsence());
    for (var table : check.tables()) {
      look.table(table);
    }
    for (var function : check.functions()) {
      look.note("function " + function, catalog.hasFunction(function));
    }
    return look.result();
  }

  private static Stream<String> names(Check.Schema check) {
    var tables =
        check.tables().stream()
            .flatMap(table ->
                Stream.of(
                        Stream.of(table.name()), table.columns().stream(), table.indexes().stream())
                    .flatMap(names -> names));
    return Stream.concat(tables, check.functions().stream());
  }

  /** An index that is not valid is not there; but for one that must be gone, it still is. */
  private void table(Check.Table table) throws SQLException {
    if (!absent || (table.columns().isEmpty() && table.indexes().isEmpty())) {
      note("table " + table.name(), catalog.hasTable(table.name()));
    }
    for (var column : table.columns()) {
      note("column " + table.name() + "." + column, catalog.hasColumn(table.name(), column));
    }
    for (var index : table.indexes()) {
      note("index " + index + " of " + table.name(), catalog.hasIndex(table.name(), index, absent));
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
}
