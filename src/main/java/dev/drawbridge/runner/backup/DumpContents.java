package dev.drawbridge.runner.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a dump holds, as pg_restore has listed it.
 *
 * @param tables how many tables
 * @param database the name of the database that was dumped; null if the list does not say
 * @param server the version of the server, as the list has it
 * @param program the version of pg_dump
 */
record DumpContents(
    int tables, @Nullable String database, @Nullable String server, @Nullable String program) {

  private static final Pattern TABLE =
      Pattern.compile("[0-9]+; [0-9]+ [0-9]+ TABLE (?!DATA |ATTACH ).*");
  private static final Pattern MAJOR = Pattern.compile("([0-9]+)\\b.*");

  static DumpContents read(Path list) throws IOException {
    var tables = 0;
    String database = null;
    String server = null;
    String program = null;
    // Names in it may be of any encoding.
    try (var lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
      for (var line : (Iterable<String>) lines::iterator) {
        tables += TABLE.matcher(line).matches() ? 1 : 0;
        database = after("dbname: ", line).orElse(database);
        server = after("Dumped from database version: ", line).orElse(server);
        program = after("Dumped by pg_dump version: ", line).orElse(program);
      }
    }
    return new DumpContents(tables, database, server, program);
  }

  private static Optional<String> after(String title, String line) {
    var at = line.startsWith(";") ? line.indexOf(title) : -1;
    return at < 0 ? Optional.empty() : Optional.of(line.substring(at + title.length()).strip());
  }

  /** Whether the server is not of the major version of pg_dump. */
  boolean isOfAnotherVersion() {
    return server != null && program != null && !major(server).equals(major(program));
  }

  private static String major(String version) {
    var matcher = MAJOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : version;
  }
}
