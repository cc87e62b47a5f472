package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Each script is one transaction, or one statement that cannot run in one. */
final class TransactionRules implements StatementRule {

  private final Dialect dialect;
  private @Nullable SqlStatement outside;
  private int statements;

  TransactionRules(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void look(SqlStatement statement, Scene scene) {
    statements++;
    if (outside == null && dialect.needsNoTransaction(statement)) {
      outside = statement;
    }
    if (dialect.controlsTransaction(statement)) {
      scene.tell(
          Rule.TRANSACTION_CONTROL,
          statement.line(),
          "%s begins or ends a transaction, but each script already is one transaction. Remove it."
              .formatted(statement.title()));
    }
  }

  @Override
  public void end(Scene scene) {
    if (outside != null && statements > 1) {
      scene.tell(
          Rule.NOT_ALONE,
          outside.line(),
          "%s cannot run in a transaction, so it must be the only statement of its script. Move it to a script of its own."
              .formatted(outside.title()));
    }
  }
}
