package dev.drawbridge.runner.review;

/** What a rule may know and say while a script is read. */
interface Scene {

  /** The schema that holds Flyway's history. */
  String historySchema();

  /** Whether {@code table} was surely made by the scripts that are reviewed. */
  boolean isNew(QualifiedName table);

  /** Whether it was probably: they make it if it does not exist. */
  boolean isProbablyNew(QualifiedName table);

  /** A rule is broken by the statement that is looked at, in {@code line}. */
  void tell(Rule rule, int line, String message);
}
