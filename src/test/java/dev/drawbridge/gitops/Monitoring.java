package dev.drawbridge.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files for monitoring, and what they name: metrics, and places in documents. */
final class Monitoring {

  static final Path ALERTS_TEST = Path.of("manifests", "monitoring", "alerts_test.yaml");

  private static final Pattern METRIC = Pattern.compile("\\bdrawbridge_[a-z_]+");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(drawbridge_\\w+)` \\| (\\w+) ", Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

  private Monitoring() {}

  static JsonNode alerts() {
    return Serialization.unmarshal(
        read(Path.of("manifests", "monitoring", "alerts.yaml")), JsonNode.class);
  }

  static List<JsonNode> rules() {
    return alerts()
        .at("/spec/groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .toList();
  }

  static JsonNode dashboard() {
    return Serialization.unmarshal(
        read(Path.of("manifests", "monitoring", "dashboard.json")), JsonNode.class);
  }

  /** The names of series in an expression. */
  static Set<String> metrics(String expression) {
    return METRIC
        .matcher(expression)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toSet());
  }

  /** The names of all series that docs/metrics.md tells of. */
  static Set<String> documented() {
    return ROW.matcher(read(Path.of("docs", "metrics.md")))
        .results()
        .flatMap(row -> series(row.group(1), row.group(2)))
        .collect(Collectors.toSet());
  }

  private static Stream<String> series(String name, String type) {
    return type.equals("summary") ? Stream.of(name + "_count", name + "_sum") : Stream.of(name);
  }

  /** The anchors that a document on GitHub has, by its headings. */
  static Set<String> anchors(Path document) {
    return HEADING
        .matcher(read(document))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
