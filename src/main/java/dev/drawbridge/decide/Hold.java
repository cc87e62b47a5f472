package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gate's marks, which are labels and annotations, read in one way by everyone: an empty text
 * counts as absent.
 */
public final class Hold {

  private Hold() {}

  /** The mark of {@code deployment}; empty if it carries none, or carries it empty. */
  public static Optional<String> markOf(@Nullable Deployment deployment) {
    return annotationOf(deployment, Markers.HELD_ANNOTATION);
  }

  /** An annotation of {@code resource}; empty if it has none of that name, or an empty one. */
  public static Optional<String> annotationOf(@Nullable HasMetadata resource, String key) {
    return annotationOf(metadata(resource), key);
  }

  /** The same of a template, which is no resource. */
  public static Optional<String> annotationOf(@Nullable ObjectMeta metadata, String key) {
    return text(Optional.ofNullable(metadata).map(ObjectMeta::getAnnotations), key);
  }

  /** A label of {@code resource}; empty if it has none of that name, or an empty one. */
  public static Optional<String> labelOf(@Nullable HasMetadata resource, String key) {
    return labelOf(metadata(resource), key);
  }

  /** The same of a template, which is no resource. */
  public static Optional<String> labelOf(@Nullable ObjectMeta metadata, String key) {
    return text(Optional.ofNullable(metadata).map(ObjectMeta::getLabels), key);
  }

  private static @Nullable ObjectMeta metadata(@Nullable HasMetadata resource) {
    return Optional.ofNullable(resource).map(HasMetadata::getMetadata).orElse(null);
  }

  private static Optional<String> text(Optional<Map<String, String>> marks, String key) {
    return marks.map((Map<String, String> found) -> found.get(key)).filter(text -> !text.isEmpty());
  }
}
