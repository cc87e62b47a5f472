package dev.drawbridge.runner.script;

import java.util.List;

/**
 * One statement of a script.
 *
 * @param line where it begins, from 1
 * @param words its first keywords and plain names in upper case, without what is quoted, commented
 *     or punctuation; at most {@value SqlSplitter#MOST_WORDS}
 */
public record SqlStatement(int line, List<String> words) {

  public SqlStatement {
    words = List.copyOf(words);
  }

  /** Whether the statement begins with exactly these words. */
  boolean begins(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }

  /** Whether BEGIN, COMMIT and the like: it would begin or end the transaction of its script. */
  public boolean controlsTransaction() {
    return switch (word(0)) {
      case "BEGIN", "COMMIT", "END", "ABORT" -> true;
      case "ROLLBACK" -> !words.contains("TO");
      case "START", "PREPARE" -> word(1).equals("TRANSACTION");
      default -> false;
    };
  }

  /** Whether PostgreSQL refuses it within a transaction. */
  public boolean needsNoTransaction() {
    return switch (word(0)) {
      case "VACUUM" -> true;
      case "CREATE" -> isObjectOutsideTransactions() || isConcurrentIndex();
      case "DROP" -> isObjectOutsideTransactions() || begins("DROP", "INDEX", "CONCURRENTLY");
      case "REINDEX" -> reindexesOutsideTransactions();
      case "ALTER" -> altersOutsideTransactions();
      case "CLUSTER" -> words.size() == 1;
      default -> false;
    };
  }

  private boolean isObjectOutsideTransactions() {
    return switch (word(1)) {
      case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> true;
      default -> false;
    };
  }

  private boolean isConcurrentIndex() {
    return begins("CREATE", "INDEX", "CONCURRENTLY")
        || begins("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY");
  }

  private boolean reindexesOutsideTransactions() {
    return words.contains("CONCURRENTLY")
        || words.contains("DATABASE")
        || words.contains("SYSTEM")
        || words.contains("SCHEMA");
  }

  private boolean altersOutsideTransactions() {
    return begins("ALTER", "SYSTEM")
        || (begins("ALTER", "TABLE")
            && words.contains("DETACH")
            && words.getLast().equals("CONCURRENTLY"))
        || (begins("ALTER", "DATABASE") && words.contains("TABLESPACE"));
  }

  private String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** The statement as people name it: its first words. */
  public String title() {
    return String.join(" ", words.subList(0, Math.min(3, words.size())));
  }
}
