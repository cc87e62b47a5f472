package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operations that our patches of Deployments and other workloads are made of. */
final class JsonPatch {

  private JsonPatch() {}

  /** Makes the patch one of exactly the version that was looked at. */
  static Map<String, Object> ofVersion(HasMetadata seen) {
    return Map.of(
        "op", "replace",
        "path", "/metadata/resourceVersion",
        "value", seen.getMetadata().getResourceVersion());
  }

  /** On a resource that has annotations already. */
  static Map<String, Object> annotate(String annotation, String value) {
    return Map.of("op", "add", "path", path(annotation), "value", value);
  }

  static Map<String, Object> remove(String annotation) {
    return Map.of("op", "remove", "path", path(annotation));
  }

  static Map<String, Object> removeLabel(String label) {
    return Map.of("op", "remove", "path", "/metadata/labels/" + label.replace("/", "~1"));
  }

  static Map<String, Object> set(String path, Object value) {
    return Map.of("op", "add", "path", path, "value", value);
  }

  static Map<String, Object> pause(boolean paused) {
    return set("/spec/paused", paused);
  }

  /** Takes the marks of its hold off {@code deployment}, which is held. */
  static List<Map<String, Object>> removeHold(Deployment deployment) {
    return Stream.of(Markers.HELD_ANNOTATION, Markers.HELD_BECAUSE_ANNOTATION)
        .filter(deployment.getMetadata().getAnnotations()::containsKey)
        .map(JsonPatch::remove)
        .toList();
  }

  private static String path(String annotation) {
    return "/metadata/annotations/" + annotation.replace("/", "~1");
  }
}
