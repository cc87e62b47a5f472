package dev.drawbridge.api;

import java.util.List;
import java.util.stream.Stream;

/** What pg_dump is told beside the file: what it selects, and how long it waits. */
final class DumpOptions {

  private DumpOptions() {}

  /** Without schemas and tables it is the whole database. */
  static List<String> of(Guardrails limits, List<String> schemas, List<String> tables) {
    return Stream.of(
            Stream.of(
                "--strict-names",
                "--lock-wait-timeout=" + limits.lockTimeoutOrDefault().toMillis()),
            schemas.stream().map(name -> "--schema=" + quoted(name)),
            tables.stream().map(name -> "--table=" + table(name)))
        .flatMap(options -> options)
        .toList();
  }

  private static String table(String name) {
    var dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /** In quotes a name is itself, and no pattern. */
  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
