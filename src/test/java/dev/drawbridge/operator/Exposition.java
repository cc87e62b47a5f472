package dev.drawbridge.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drawbridge's own metrics in a text of Prometheus, each as a row of docs/metrics.md. */
record Exposition(String text) {

  private static final Pattern DESCRIPTION =
      Pattern.compile("^# (HELP|TYPE) (drawbridge_\\w+) (.*)$", Pattern.MULTILINE);
  private static final Pattern SAMPLE =
      Pattern.compile("^(drawbridge_\\w+?)(_count|_sum)?\\{(\\w+)=\"(\\w+)\"}", Pattern.MULTILINE);

  /** Metrics by name, as {@code | name | type | labels | meaning |}. */
  Map<String, String> rows() {
    var meanings = described("HELP");
    var types = described("TYPE");
    var labels = labels();
    var rows = new TreeMap<String, String>();
    meanings.forEach((name, meaning) ->
        rows.put(
            name,
            "| `%s` | %s | %s | %s |"
                .formatted(name, types.get(name), labels.getOrDefault(name, ""), meaning)));
    return rows;
  }

  private Map<String, String> described(String what) {
    return DESCRIPTION
        .matcher(text)
        .results()
        .filter(match -> match.group(1).equals(what))
        .collect(Collectors.toMap(match -> match.group(2), match -> match.group(3)));
  }

  private Map<String, String> labels() {
    var values = new LinkedHashMap<String, Set<String>>();
    SAMPLE
        .matcher(text)
        .results()
        .forEach(match ->
            values
                .computeIfAbsent(match.group(1) + "\n" + match.group(3), _ -> new TreeSet<>())
                .add(match.group(4)));
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().split("\n", -1)[0],
                entry ->
                    "`%s`: %s"
                        .formatted(
                            entry.getKey().split("\n", -1)[1],
                            String.join(", ", entry.getValue()))));
  }

  /** The rows of a document's table of metrics. */
  static Stream<String> rowsOf(Stream<String> lines) {
    return lines.filter(line -> line.startsWith("| `drawbridge_"));
  }
}
