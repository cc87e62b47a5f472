package dev.drawbridge.gate;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One case of what is marked for the gate: where the marks stand, and what must be said about it.
 *
 * @param labels of the object; null, as the other marks, if there are none
 * @param warning null if nothing must be said
 */
record UngatedCase(
    String name,
    @Nullable Map<String, String> labels,
    @Nullable Map<String, String> annotations,
    @Nullable Map<String, String> podLabels,
    @Nullable Map<String, String> podAnnotations,
    @Nullable String warning) {

  private static final Path FILE = Path.of("src/test/resources/gate/ungated.yaml");

  private record Table(List<UngatedCase> cases) {}

  /** What can be held as a whole. */
  enum Kind {
    DEPLOYMENT("apps/v1", "Deployment"),
    ROLLOUT("argoproj.io/v1alpha1", "Rollout");

    private final String version;
    private final String word;

    Kind(String version, String word) {
      this.version = version;
      this.word = word;
    }
  }

  static List<UngatedCase> all() {
    try {
      return Serialization.unmarshal(Files.readString(FILE), Table.class).cases();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static UngatedCase named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** What must be said; at most one sentence. */
  List<String> warnings(Kind kind) {
    return warning == null ? List.of() : List.of(warning.replace("KIND", kind.word));
  }

  GenericKubernetesResource of(Kind kind, String namespace) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: %s
            kind: %s
            metadata: {name: shop, namespace: %s}
            spec:
              selector: {matchLabels: {app: shop}}
              template: {spec: {containers: [{name: shop, image: "shop:1"}]}}
            """
                .formatted(kind.version, kind.word, namespace),
            GenericKubernetesResource.class);
    resource.getMetadata().setLabels(labels);
    resource.getMetadata().setAnnotations(annotations);
    Map<String, Object> template = resource.get("spec", "template");
    template.put("metadata", podMetadata());
    return resource;
  }

  private Map<String, Object> podMetadata() {
    var labelled = new HashMap<>(Map.of("app", "shop"));
    labelled.putAll(requireNonNullElse(podLabels, Map.of()));
    return Map.of("labels", labelled, "annotations", requireNonNullElse(podAnnotations, Map.of()));
  }

  @Override
  public String toString() {
    return name;
  }
}
