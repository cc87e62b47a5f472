package dev.drawbridge.act;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The ReplicaSets that a Deployment has made, read now. */
final class ReplicaSets {

  private ReplicaSets() {}

  static List<ReplicaSet> of(Deployment deployment, KubernetesClient client) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(deployment.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(set -> set.hasOwnerReferenceFor(deployment))
        .toList();
  }
}
