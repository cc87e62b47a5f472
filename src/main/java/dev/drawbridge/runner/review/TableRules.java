package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import java.util.Set;

/** What reads or writes a whole table under a lock that keeps others waiting. */
final class TableRules implements StatementRule {

  @Override
  public void look(SqlStatement statement, Scene scene) {
    var altered = AlteredTable.of(statement);
    if (altered.isPresent() && !scene.isProbablyNew(altered.get().name())) {
      var table = altered.get().name();
      altered.get().actions().forEach(action -> look(action, table, scene));
    }
    lookAtRewrite(statement, scene);
  }

  private static void look(TokenReader action, QualifiedName table, Scene scene) {
    var line = action.line();
    if (action.accept("ADD")) {
      new AddedPart(action, table, line, scene).look();
    } else if (action.accept("ALTER")) {
      action.accept("COLUMN");
      var column = action.name().map(QualifiedName::toString).orElse("the column");
      lookAtColumn(action, table + "." + column, line, scene);
    } else if (action.accept("SET") && isRewrite(action)) {
      scene.tell(
          Rule.TABLE_REWRITE,
          line,
          "This writes %s anew while nobody can read or write it. Do it while nobody needs the table."
              .formatted(table));
    }
  }

  private static boolean isRewrite(TokenReader setting) {
    return setting.acceptOneOf(Set.of("LOGGED", "UNLOGGED", "TABLESPACE"))
        || setting.accept("ACCESS", "METHOD");
  }

  private static void lookAtColumn(TokenReader action, String column, int line, Scene scene) {
    if (action.accept("TYPE") || action.accept("SET", "DATA", "TYPE")) {
      scene.tell(
          Rule.COLUMN_TYPE,
          line,
          "Another type for %s writes the table and its indexes anew while nobody can read or write, unless the old values are valid as they are (varchar to text). Add a new column, fill it in batches, and change over in a later release."
              .formatted(column));
    } else if (action.accept("SET", "NOT", "NULL")) {
      scene.tell(
          Rule.SET_NOT_NULL,
          line,
          "SET NOT NULL for %s reads the whole table while nobody can read or write. First ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, and VALIDATE CONSTRAINT in a script of its own: then nothing is read here."
              .formatted(column));
    } else if (action.accept("SET", "EXPRESSION")) {
      scene.tell(
          Rule.TABLE_REWRITE,
          line,
          "Another expression for %s writes the table anew while nobody can read or write it, if it is stored. Add a new column instead."
              .formatted(column));
    }
  }

  private static void lookAtRewrite(SqlStatement statement, Scene scene) {
    var isVacuum = statement.begins("VACUUM") && statement.words().contains("FULL");
    if (isVacuum || statement.begins("CLUSTER")) {
      scene.tell(
          Rule.TABLE_REWRITE,
          statement.line(),
          "%s writes the table anew while nobody can read or write it. Do it while nobody needs the table%s"
              .formatted(
                  isVacuum ? "VACUUM FULL" : "CLUSTER",
                  isVacuum ? "; VACUUM without FULL keeps nobody waiting." : "."));
    }
  }
}
