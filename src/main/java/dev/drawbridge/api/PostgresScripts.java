package dev.drawbridge.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What is done with the programs of a PostgreSQL image, as scripts for its shell. */
final class PostgresScripts {

  static final String DUMP = read("pg_dump.sh");
  static final String RESTORE = read("pg_restore.sh");

  private PostgresScripts() {}

  private static String read(String file) {
    try (var stream = PostgresScripts.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
