package dev.drawbridge.runner.script;

import dev.drawbridge.runner.script.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script.
 *
 * @param line where it begins, from 1
 * @param tokens its parts, without comments; of a very long one not all of those in parentheses
 * @param words the first keywords and plain names among them, at most {@value #MOST_WORDS}
 * @param remarks what comments before, in or right behind it say to Drawbridge
 * @param unfinished what in it has no end, such as a string; null if nothing is so
 * @param extent where its text is
 */
public record SqlStatement(
    int line,
    List<SqlToken> tokens,
    List<String> words,
    List<SqlRemark> remarks,
    @Nullable String unfinished,
    SqlExtent extent) {

  private static final int MOST_WORDS = 64;

  public SqlStatement {
    tokens = List.copyOf(tokens);
    words = List.copyOf(words);
    remarks = List.copyOf(remarks);
  }

  SqlStatement(List<SqlToken> tokens, List<SqlRemark> remarks, SqlExtent extent) {
    this(extent.line(), tokens, words(tokens), remarks, null, extent);
  }

  private static List<String> words(List<SqlToken> tokens) {
    var words = new ArrayList<String>();
    for (var token : tokens) {
      if (token.kind() == Kind.WORD && words.size() < MOST_WORDS) {
        words.add(token.text());
      }
    }
    return words;
  }

  SqlStatement with(SqlRemark remark) {
    var all = new ArrayList<>(remarks);
    all.add(remark);
    return new SqlStatement(line, tokens, words, all, unfinished, extent);
  }

  SqlStatement with(SqlExtent another) {
    return new SqlStatement(line, tokens, words, remarks, unfinished, another);
  }

  SqlStatement unfinishedBy(String what) {
    return new SqlStatement(line, tokens, words, remarks, what, extent);
  }

  /** Whether the statement begins with exactly these words. */
  public boolean begins(String... expected) {
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
      case "DISCARD" -> word(1).equals("ALL");
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
