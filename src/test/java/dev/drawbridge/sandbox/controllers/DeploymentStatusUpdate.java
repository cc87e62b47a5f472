package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the controller writes into a Deployment's status. */
final class DeploymentStatusUpdate {

  private DeploymentStatusUpdate() {}

  static void write(
      KubernetesClient client, Deployment deployment, List<ReplicaSet> sets, String hash) {
    var status = status(deployment, sets, hash);
    if (!status.equals(deployment.getStatus())) {
      client.resource(new DeploymentBuilder(deployment).withStatus(status).build()).updateStatus();
    }
  }

  private static DeploymentStatus status(
      Deployment deployment, List<ReplicaSet> sets, String hash) {
    var wanted = deployment.getSpec().getReplicas();
    var all = sets.stream().mapToInt(DeploymentStatusUpdate::available).sum();
    var updated =
        sets.stream()
            .filter(set ->
                hash.equals(set.getMetadata().getLabels().get(DeploymentController.HASH_LABEL)))
            .mapToInt(DeploymentStatusUpdate::available)
            .sum();
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(orNull(all))
        .withUpdatedReplicas(orNull(updated))
        .withReadyReplicas(orNull(all))
        .withAvailableReplicas(orNull(all))
        .withUnavailableReplicas(orNull(Math.max(0, wanted - all)))
        .withConditions(
            condition(
                "Available",
                all >= wanted ? "True" : "False",
                all >= wanted ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable"),
            progressing(deployment, updated >= wanted))
        .build();
  }

  private static DeploymentCondition progressing(Deployment deployment, boolean isComplete) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return condition("Progressing", "Unknown", "DeploymentPaused");
    }
    return condition(
        "Progressing", "True", isComplete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
  }

  private static DeploymentCondition condition(String type, String status, String reason) {
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .build();
  }

  static int available(ReplicaSet set) {
    return set.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(set.getStatus().getAvailableReplicas(), 0);
  }

  private static @Nullable Integer orNull(int count) {
    return count == 0 ? null : count;
  }
}
