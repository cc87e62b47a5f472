package dev.drawbridge.runner.database;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names that PostgreSQL would cut without a word, and then not find, or mistake for another's. */
public final class LongName {

  private static final int MOST_BYTES = 63;

  private LongName() {}

  /** What is wrong with {@code name}, as a part of a sentence; empty if nothing is. */
  public static Optional<String> problem(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            "%s has %d bytes in UTF-8, but PostgreSQL keeps the first %d of a name"
                .formatted(name, bytes, MOST_BYTES));
  }
}
