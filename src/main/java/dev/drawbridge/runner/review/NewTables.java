package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tables that the scripts themselves make: nobody waits for them, and no data of others is in
 * them.
 */
final class NewTables {

  private static final Set<String> BEFORE_TABLE =
      Set.of("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN", "MATERIALIZED");

  private final List<QualifiedName> sure = new ArrayList<>();
  private final List<QualifiedName> probable = new ArrayList<>();

  /** Remembers the table that {@code statement} makes, if it does. */
  void learn(SqlStatement statement) {
    if (!statement.begins("CREATE")) {
      return;
    }
    var reader = TokenReader.of(statement);
    reader.accept("CREATE");
    while (reader.acceptOneOf(BEFORE_TABLE)) {
      // Each turn takes one of them.
    }
    if (reader.accept("TABLE") || reader.accept("VIEW")) {
      var known = reader.accept("IF", "NOT", "EXISTS") ? probable : sure;
      reader.name().ifPresent(known::add);
    }
  }

  boolean isSure(QualifiedName table) {
    return sure.stream().anyMatch(table::mayBe);
  }

  boolean isProbable(QualifiedName table) {
    return isSure(table) || probable.stream().anyMatch(table::mayBe);
  }
}
