package dev.drawbridge.law;

import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;

/**
 * A Deployment as it was stored once, with what the law knows of it.
 *
 * @param granted whether pods of its template may come into being
 * @param pausedByPeople whether somebody other than the gate wants it paused
 */
record Version(Deployment deployment, boolean granted, boolean pausedByPeople) {

  boolean isHeld() {
    return Need.of(deployment).isPresent() && Hold.markOf(deployment).isPresent();
  }

  boolean isPaused() {
    return Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }

  boolean isBeingDeleted() {
    return deployment.getMetadata().getDeletionTimestamp() != null;
  }

  PodTemplateSpec template() {
    return deployment.getSpec().getTemplate();
  }

  int replicas() {
    return deployment.getSpec().getReplicas();
  }

  /** Whether nothing has been written in between. */
  boolean isSameAs(Version other) {
    var version = deployment.getMetadata().getResourceVersion();
    return version.equals(other.deployment.getMetadata().getResourceVersion());
  }

  /** How often what is wanted of it was changed. */
  long generation() {
    return Optional.ofNullable(deployment.getMetadata().getGeneration()).orElse(0L);
  }

  /** How many pods Kubernetes has reported; empty if it has reported nothing. */
  Optional<Integer> reportedPods() {
    return Optional.ofNullable(deployment.getStatus()).map(DeploymentStatus::getReplicas);
  }

  String uid() {
    return deployment.getMetadata().getUid();
  }
}
