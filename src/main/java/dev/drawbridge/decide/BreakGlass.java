package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wish to open a gate without proof, as it stands on a Deployment, a pod or its template:
 * {@code <what the template asks for>: <why>}. Bound to what is asked for, it says nothing about
 * the next template.
 *
 * @param text the annotation, not empty
 */
public record BreakGlass(String text) {

  /** The wish of {@code resource}; empty if it has none. */
  public static Optional<BreakGlass> of(@Nullable HasMetadata resource) {
    return Hold.annotationOf(resource, Markers.BREAK_GLASS_ANNOTATION).map(BreakGlass::new);
  }

  /** The same of a template, which is no resource. */
  public static Optional<BreakGlass> of(@Nullable ObjectMeta metadata) {
    return Hold.annotationOf(metadata, Markers.BREAK_GLASS_ANNOTATION).map(BreakGlass::new);
  }

  /** Who opened the gate of {@code resource}, as admission wrote it down. */
  public static Optional<String> approverOf(@Nullable HasMetadata resource) {
    return Hold.annotationOf(resource, Markers.BREAK_GLASS_BY_ANNOTATION);
  }

  /** The same of a template, which is no resource. */
  public static Optional<String> approverOf(@Nullable ObjectMeta metadata) {
    return Hold.annotationOf(metadata, Markers.BREAK_GLASS_BY_ANNOTATION);
  }

  /**
   * Who has opened the gate for {@code ask}, and why, in words; empty if nobody has.
   *
   * @param resource the Deployment, or a ReplicaSet, to which Kubernetes copies its annotations
   */
  public static Optional<String> inEffect(HasMetadata resource, Ask ask) {
    return of(resource)
        .filter(glass -> glass.isFor(ask))
        .flatMap(glass -> approverOf(resource).map(by -> by + " opened it for " + glass.text()));
  }

  /** Whether it is about {@code ask}, and says why. */
  public boolean isFor(Ask ask) {
    var start = ask.glassWords() + ":";
    return text.startsWith(start) && !text.substring(start.length()).isBlank();
  }

  /** Whether it has two parts at all: what it is about, and why. */
  public boolean isComplete() {
    var colon = text.indexOf(':');
    return colon > 0 && !text.substring(colon + 1).isBlank();
  }
}
