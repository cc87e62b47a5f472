package dev.drawbridge.runner.script;

import java.util.Optional;

/**
 * A comment line that speaks to Drawbridge: {@code -- drawbridge: …}.
 *
 * @param text what comes after the colon
 */
public record SqlRemark(int line, String text) {

  private static final String ADDRESS = "drawbridge:";

  /** The remark that {@code comment} is, dashes included; empty if it speaks to others. */
  static Optional<SqlRemark> of(int line, String comment) {
    var words = comment.substring(2).strip();
    return words.regionMatches(true, 0, ADDRESS, 0, ADDRESS.length())
        ? Optional.of(new SqlRemark(line, words.substring(ADDRESS.length()).strip()))
        : Optional.empty();
  }
}
