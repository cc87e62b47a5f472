package dev.drawbridge.observe;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** The ReplicaSets that a Deployment has made, read from the API server. */
final class ReplicaSets {

  private ReplicaSets() {}

  static List<ReplicaSet> of(Deployment deployment, KubernetesClient client) {
    return Optional.ofNullable(deployment.getSpec())
        .map(DeploymentSpec::getSelector)
        .map(selector ->
            client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabelSelector(selector)
                .list()
                .getItems())
        .orElse(List.of())
        .stream()
        .filter(set -> set.hasOwnerReferenceFor(deployment))
        .toList();
  }
}
