package dev.drawbridge.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Objects that can be applied: of the chart, or of a manifest that says the same.
 *
 * @param text YAML
 */
record Rendered(String text) {

  private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  static Rendered of(Path manifest) {
    try {
      return new Rendered(Files.readString(manifest));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** All of them. */
  List<HasMetadata> objects() {
    return documents().map(document -> SERIALIZATION.<HasMetadata>unmarshal(document)).toList();
  }

  <T extends HasMetadata> T the(Class<T> type, String name) {
    return objects().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(object -> object.getMetadata().getName().equals(name))
        .reduce((one, other) -> {
          throw new IllegalStateException("two are called " + name);
        })
        .orElseThrow();
  }

  /** Their names, with kind and namespace. */
  List<String> names() {
    return documents().map(Rendered::tree).map(Rendered::name).sorted().toList();
  }

  /**
   * What they say by their names, without what may differ between a chart and a manifest: labels,
   * annotations, who signed a certificate, and variables, which can say one thing in several ways.
   */
  Map<String, JsonNode> essence() {
    var found = new TreeMap<String, JsonNode>();
    documents()
        .map(Rendered::tree)
        .forEach(tree -> {
          var name = name(tree);
          forget(tree);
          tree.findParents("caBundle").forEach(config -> ((ObjectNode) config).remove("caBundle"));
          if (found.put(name, tree) != null) {
            throw new IllegalStateException("twice there: " + name);
          }
        });
    return found;
  }

  private static void forget(ObjectNode tree) {
    tree.remove("metadata");
    if (tree.path("kind").textValue().equals("Deployment")) {
      ((ObjectNode) tree.at("/spec/template")).remove("metadata");
      ((ObjectNode) tree.at("/spec/template/spec/containers/0")).remove("env");
    }
  }

  private static String name(JsonNode tree) {
    var namespace = tree.at("/metadata/namespace").asText("");
    return "%s %s%s"
        .formatted(
            tree.path("kind").asText(),
            namespace.isEmpty() ? "" : namespace + "/",
            tree.at("/metadata/name").asText());
  }

  private static ObjectNode tree(String document) {
    try {
      return (ObjectNode) MAPPER.readTree(document);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  /** Without the comments that stand alone. */
  private Stream<String> documents() {
    return Arrays.stream(text.split("(?m)^---$", -1))
        .filter(document -> document.lines().anyMatch(line -> line.matches("[^#\\s].*")));
  }
}
