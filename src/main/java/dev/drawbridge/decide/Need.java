package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment depends on: a Migration in its namespace, by its label, and what its pod
 * template asks of that.
 */
public record Need(String migration, Ask ask) {

  /** The need of {@code deployment}; empty if it does not carry the label, or carries it empty. */
  public static Optional<Need> of(@Nullable Deployment deployment) {
    return Hold.labelOf(deployment, Markers.MIGRATION_LABEL)
        .map(migration -> new Need(migration, askOf(deployment)));
  }

  /**
   * The need of a pod that waits by itself, or of the pods of a template: both marks stand on it.
   *
   * @param metadata the pod's or the template's
   */
  public static Optional<Need> ofPod(@Nullable ObjectMeta metadata) {
    return Hold.labelOf(metadata, Markers.MIGRATION_LABEL)
        .map(migration -> new Need(migration, Ask.ofPod(metadata)));
  }

  /** The need in words, to follow "needs". */
  public String words() {
    return ask.words(migration);
  }

  private static Ask askOf(@Nullable Deployment deployment) {
    return Ask.of(
        Optional.ofNullable(deployment)
            .map(Deployment::getSpec)
            .map(DeploymentSpec::getTemplate)
            .orElse(null));
  }
}
