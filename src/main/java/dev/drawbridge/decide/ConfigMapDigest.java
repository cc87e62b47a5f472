package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.report.ContentDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ConfigMap as the operator keeps it in memory: its digest in place of its contents. The contents
 * are only ever read by the runner, from its mount.
 */
public final class ConfigMapDigest {

  private static final String DIGEST = Markers.GROUP + "/content-digest";

  private ConfigMapDigest() {}

  /** {@code configMap} without its contents, and with their digest. */
  public static ConfigMap reduce(ConfigMap configMap) {
    var metadata = configMap.getMetadata();
    var release =
        Optional.ofNullable(orEmpty(metadata.getAnnotations()).get(Markers.RELEASE_ANNOTATION));
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .addToAnnotations(DIGEST, digest(configMap))
        .addToAnnotations(
            release.map(name -> Map.of(Markers.RELEASE_ANNOTATION, name)).orElse(Map.of()))
        .endMetadata()
        .build();
  }

  /** What is known of a ConfigMap, reduced or whole. One with contents speaks by those alone. */
  public static Inputs.Content content(ConfigMap configMap) {
    var annotations = orEmpty(configMap.getMetadata().getAnnotations());
    return new Inputs.Content(
        Optional.ofNullable(annotations.get(DIGEST))
            .filter(digest -> isEmpty(configMap))
            .orElseGet(() -> digest(configMap)),
        Optional.ofNullable(annotations.get(Markers.RELEASE_ANNOTATION)));
  }

  private static boolean isEmpty(ConfigMap configMap) {
    return orEmpty(configMap.getData()).isEmpty() && orEmpty(configMap.getBinaryData()).isEmpty();
  }

  private static String digest(ConfigMap configMap) {
    var contents = new HashMap<String, byte[]>();
    orEmpty(configMap.getData())
        .forEach(
            (name, text) -> contents.put(name, orEmpty(text).getBytes(StandardCharsets.UTF_8)));
    orEmpty(configMap.getBinaryData())
        .forEach(
            (name, encoded) -> contents.put(name, Base64.getDecoder().decode(orEmpty(encoded))));
    return ContentDigest.of(contents);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> texts) {
    return Objects.requireNonNullElse(texts, Map.of());
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
