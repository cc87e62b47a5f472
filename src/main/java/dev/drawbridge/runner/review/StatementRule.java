package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;

/** Looks at the statements of one script, one after the other. */
interface StatementRule {

  void look(SqlStatement statement, Scene scene);

  /** The script has ended. */
  default void end(Scene scene) {}
}
