package dev.drawbridge.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** The operations that our patches of Deployments are made of. */
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

  private static String path(String annotation) {
    return "/metadata/annotations/" + annotation.replace("/", "~1");
  }
}
