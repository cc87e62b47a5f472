package dev.drawbridge.runner.script;

/** What stands before the first word of a statement: space and comments. */
public record LeadingComments(String text) {

  /** Those of {@code statement}. */
  public static LeadingComments of(String statement) {
    var cursor = new SqlCursor(statement);
    while (!cursor.isAtEnd() && cursor.skipSpace()) {
      // Each turn skips one of them.
    }
    return new LeadingComments(statement.substring(0, cursor.position()));
  }

  /** How many lines end in them. */
  public int lines() {
    return (int) text.chars().filter(letter -> letter == '\n').count();
  }
}
