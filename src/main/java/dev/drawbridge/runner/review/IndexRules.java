package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;

/** What builds an index, or fills a view, while others wait. */
final class IndexRules implements StatementRule {

  @Override
  public void look(SqlStatement statement, Scene scene) {
    var reader = TokenReader.of(statement);
    if (reader.accept("CREATE")) {
      reader.accept("UNIQUE");
      if (reader.accept("INDEX") && !reader.accept("CONCURRENTLY")) {
        lookAtIndex(new TokenReader(reader.after("ON")), statement, scene);
      }
    } else if (statement.begins("REINDEX") && !statement.words().contains("CONCURRENTLY")) {
      scene.tell(
          Rule.REINDEX,
          statement.line(),
          "REINDEX builds the index while nobody can write to its table. Write REINDEX … CONCURRENTLY, alone in a script.");
    } else if (reader.accept("REFRESH", "MATERIALIZED", "VIEW") && !reader.accept("CONCURRENTLY")) {
      reader
          .name()
          .filter(view -> !scene.isProbablyNew(view) && !reader.has("NO", "DATA"))
          .ifPresent(view ->
              scene.tell(
                  Rule.REFRESH_VIEW,
                  statement.line(),
                  "This fills %s while nobody can read it. Write REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view."
                      .formatted(view)));
    }
  }

  /** On the parent of partitions ONLY, nothing is built. */
  private static void lookAtIndex(TokenReader behindOn, SqlStatement statement, Scene scene) {
    if (behindOn.accept("ONLY")) {
      return;
    }
    behindOn
        .name()
        .filter(table -> !scene.isProbablyNew(table))
        .ifPresent(table ->
            scene.tell(
                Rule.CREATE_INDEX,
                statement.line(),
                "This builds an index while nobody can write to %s. Write CREATE INDEX CONCURRENTLY, alone in a script."
                    .formatted(table)));
  }
}
