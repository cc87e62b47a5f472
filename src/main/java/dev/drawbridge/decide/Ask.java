package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod template asks of its Migration. It stands on the template, so that it travels with
 * every revision and comes back with an undo. An empty text counts as absent.
 */
public sealed interface Ask {

  /** A schema version must be applied. */
  record Schema(String version) implements Ask {}

  /** An application release must be verified. */
  record Release(String name) implements Ask {}

  /** Both must hold: nobody is meant to write both, and neither may be passed over. */
  record Both(Schema schema, Release release) implements Ask {}

  /**
   * The Migration's last run must be verified, and of the spec as it is written now. What it does
   * not ask for is that nothing in a ConfigMap has changed since.
   */
  record Nothing() implements Ask {}

  /** What {@code template} asks for by its annotations. */
  static Ask of(@Nullable PodTemplateSpec template) {
    return ofPod(Optional.ofNullable(template).map(PodTemplateSpec::getMetadata).orElse(null));
  }

  /** What a pod, or a template with this metadata, asks for by its annotations. */
  static Ask ofPod(@Nullable ObjectMeta metadata) {
    var schema = Hold.annotationOf(metadata, Markers.SCHEMA_ANNOTATION).map(Schema::new);
    var release = Hold.annotationOf(metadata, Markers.RELEASE_ANNOTATION).map(Release::new);
    if (schema.isPresent() && release.isPresent()) {
      return new Both(schema.get(), release.get());
    }
    return schema.<Ask>map(ask -> ask).or(() -> release).orElseGet(Nothing::new);
  }

  /** The ask in words, to follow "needs". */
  default String words(String migration) {
    return switch (this) {
      case Schema(var version) -> "schema " + version + " of Migration " + migration;
      case Release(var name) -> "release " + name + " of Migration " + migration;
      case Both(Schema(var version), Release(var name)) ->
          "schema " + version + " and release " + name + " of Migration " + migration;
      case Nothing() -> "Migration " + migration + " as it is written now";
    };
  }

  /** The ask as an annotation that breaks the glass has to name it. */
  default String glassWords() {
    return switch (this) {
      case Schema(var version) -> "schema " + version;
      case Release(var name) -> "release " + name;
      case Both(var schema, var release) -> schema.glassWords() + " and " + release.glassWords();
      case Nothing() -> "nothing";
    };
  }
}
