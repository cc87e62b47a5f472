package dev.drawbridge.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Objects that can be applied.
 *
 * @param text YAML
 */
record Rendered(String text) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** All of them. */
  List<HasMetadata> objects() {
    return documents()
        .map(document -> SERIALIZATION.<HasMetadata>unmarshal(document.text()))
        .toList();
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
    return documents().map(Rendered::name).sorted().toList();
  }

  private static String name(Document document) {
    var namespace = document.namespace().isEmpty() ? "" : document.namespace() + "/";
    return document.kind() + " " + namespace + document.name();
  }

  /** Without the comments that stand alone. */
  Stream<Document> documents() {
    return Arrays.stream(text.split("(?m)^---\n", -1))
        .filter(document -> document.lines().anyMatch(line -> line.matches("[^#\\s].*")))
        .map(Document::new);
  }
}
