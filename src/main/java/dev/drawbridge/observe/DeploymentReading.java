package dev.drawbridge.observe;

import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.PodCounts;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;

/** Reads what matters of a Deployment that depends on a Migration. */
public final class DeploymentReading {

  private DeploymentReading() {}

  /** The view of {@code deployment}; empty if it depends on no Migration. */
  public static Optional<DeploymentView> view(Deployment deployment) {
    var metadata = deployment.getMetadata();
    var held = Hold.markOf(deployment);
    return Need.of(deployment)
        .map(need ->
            new DeploymentView(
                deployment.getKind(),
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                need,
                held,
                held.isPresent() ? Optional.empty() : BreakGlass.inEffect(deployment, need.ask()),
                RolloutStateReading.of(deployment)));
  }

  /** How many pods it has; none if nobody has looked at it yet. */
  public static PodCounts pods(Deployment deployment) {
    var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    return new PodCounts(
        Objects.requireNonNullElse(status.getReplicas(), 0),
        Objects.requireNonNullElse(status.getUpdatedReplicas(), 0),
        Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration()));
  }
}
