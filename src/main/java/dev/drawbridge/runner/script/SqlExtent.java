package dev.drawbridge.runner.script;

import java.util.Optional;

/**
 * Where a statement stands in its script.
 *
 * @param line where it begins, from 1
 * @param start of its first word
 * @param end behind its last letter, before the semicolon
 * @param dataStart of the data that follows it, if it is COPY … FROM STDIN; else -1
 * @param dataEnd behind the last line of that data
 */
public record SqlExtent(int line, int start, int end, int dataStart, int dataEnd) {

  SqlExtent(int line, int start, int end) {
    this(line, start, end, -1, -1);
  }

  SqlExtent withData(int from, int to) {
    return new SqlExtent(line, start, end, from, Math.max(from, to));
  }

  /** The statement itself, in the {@code sql} that it was found in. */
  public String text(String sql) {
    return sql.substring(start, end);
  }

  /** The data that belongs to it; empty if it has none. */
  public Optional<String> data(String sql) {
    return dataStart < 0 ? Optional.empty() : Optional.of(sql.substring(dataStart, dataEnd));
  }
}
