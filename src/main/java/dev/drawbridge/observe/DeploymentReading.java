package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;

/** Reads what matters of a Deployment that depends on a Migration. */
public final class DeploymentReading {

  private DeploymentReading() {}

  /** The view of {@code deployment}; empty if it depends on no Migration. */
  public static Optional<DeploymentView> view(Deployment deployment) {
    var metadata = deployment.getMetadata();
    var held =
        Optional.ofNullable(metadata.getAnnotations())
            .map((Map<String, String> annotations) -> annotations.get(Markers.HELD_ANNOTATION));
    return Need.of(deployment)
        .map(need ->
            new DeploymentView(
                metadata.getNamespace(), metadata.getName(), metadata.getUid(), need, held));
  }
}
