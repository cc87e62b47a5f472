package dev.drawbridge.runner.review;

import dev.drawbridge.runner.review.Targets.RowChange;
import dev.drawbridge.runner.script.SqlStatement;
import java.util.stream.Stream;

/** Flyway's history is nobody's to change: it is how a run knows what is applied. */
final class HistoryRule implements StatementRule {

  static final String TABLE = "flyway_schema_history";

  @Override
  public void look(SqlStatement statement, Scene scene) {
    var changed =
        Stream.concat(
            Targets.ofDefinition(statement).stream(),
            Targets.ofRows(statement).stream().map(RowChange::table));
    if (changed.anyMatch(table -> table.name().equals(TABLE))) {
      scene.tell(
          Rule.HISTORY_TABLE,
          statement.line(),
          "This changes %s, the history of the scripts themselves. Remove the statement; to repair a history, change it by hand between runs."
              .formatted(TABLE));
    }
    lookForSchema(statement, scene);
  }

  private static void lookForSchema(SqlStatement statement, Scene scene) {
    var reader = TokenReader.of(statement);
    var goes = reader.accept("DROP", "SCHEMA") || reader.accept("ALTER", "SCHEMA");
    if (goes
        && reader.skipExistence().names().stream()
            .anyMatch(schema -> schema.name().equals(scene.historySchema()))
        && (statement.begins("DROP") || reader.accept("RENAME"))) {
      scene.tell(
          Rule.HISTORY_TABLE,
          statement.line(),
          "This takes away the history of the scripts, which is in schema %s. Drop what is in the schema one by one, and leave the schema."
              .formatted(scene.historySchema()));
    }
  }
}
