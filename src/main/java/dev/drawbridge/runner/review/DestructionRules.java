package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import java.util.Set;

/** What loses data that was there before. */
final class DestructionRules implements StatementRule {

  private static final Set<String> USED_BY_COLUMNS = Set.of("TYPE", "DOMAIN", "EXTENSION");
  private static final Set<String> NO_COLUMN = Set.of("CONSTRAINT");

  @Override
  public void look(SqlStatement statement, Scene scene) {
    if (statement.begins("DROP")) {
      lookAtDrop(statement, scene);
    } else if (statement.begins("TRUNCATE")) {
      for (var table : Targets.ofDefinition(statement)) {
        tell(scene, Rule.TRUNCATE, table, statement.line(), "TRUNCATE deletes all rows of %s");
      }
    } else if (statement.begins("ALTER", "TABLE")) {
      lookAtColumns(statement, scene);
    } else {
      lookAtRows(statement, scene);
    }
  }

  private static void lookAtDrop(SqlStatement statement, Scene scene) {
    for (var table : Targets.ofDefinition(statement)) {
      tell(scene, Rule.DROP_TABLE, table, statement.line(), "DROP TABLE loses the rows of %s");
    }
    var reader = TokenReader.of(statement);
    reader.accept("DROP");
    if (reader.accept("SCHEMA") || reader.accept("DATABASE") || reader.accept("OWNED", "BY")) {
      reader.skipExistence();
      var what = reader.name().map(QualifiedName::toString).orElse("it");
      if (statement.begins("DROP", "SCHEMA") && what.equals(scene.historySchema())) {
        return;
      }
      tell(
          scene,
          Rule.DROP_SCHEMA,
          statement.line(),
          "%s loses all tables of %s".formatted(firstWords(statement), what));
    } else if (reader.acceptOneOf(USED_BY_COLUMNS) && reader.has("CASCADE")) {
      tell(
          scene,
          Rule.DROP_CASCADE,
          statement.line(),
          "%s with CASCADE loses every column that uses it".formatted(firstWords(statement)));
    }
  }

  private static String firstWords(SqlStatement statement) {
    return String.join(" ", statement.words().subList(0, 2));
  }

  private static void lookAtColumns(SqlStatement statement, Scene scene) {
    var table = AlteredTable.of(statement);
    if (table.isEmpty() || scene.isNew(table.get().name())) {
      return;
    }
    for (var action : table.get().actions()) {
      if (action.accept("DROP") && !action.acceptOneOf(NO_COLUMN)) {
        var line = action.line();
        action.accept("COLUMN");
        action.skipExistence();
        var column = action.name().map(QualifiedName::toString).orElse("it");
        tell(
            scene,
            Rule.DROP_COLUMN,
            line,
            "DROP COLUMN loses %s of %s, and a release that still reads it fails"
                .formatted(column, table.get().name()));
      }
    }
  }

  private static void lookAtRows(SqlStatement statement, Scene scene) {
    for (var change : Targets.ofRows(statement)) {
      if (change.changesAll() && change.word().equals("DELETE")) {
        tell(
            scene,
            Rule.DELETE_ALL,
            change.table(),
            change.line(),
            "DELETE without WHERE deletes all rows of %s");
      } else if (change.changesAll()) {
        tell(
            scene,
            Rule.UPDATE_ALL,
            change.table(),
            change.line(),
            "UPDATE without WHERE overwrites all rows of %s, and keeps them locked until the script ends");
      }
    }
  }

  private static void tell(Scene scene, Rule rule, QualifiedName table, int line, String what) {
    if (!scene.isNew(table) && !table.name().equals(HistoryRule.TABLE)) {
      tell(scene, rule, line, what.formatted(table));
    }
  }

  private static void tell(Scene scene, Rule rule, int line, String what) {
    scene.tell(
        rule,
        line,
        "%s. If it is meant, say why in a line before it: -- drawbridge: allow %s <why>."
            .formatted(what, rule.id()));
  }
}
