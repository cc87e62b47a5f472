package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Gives a ReplicaSet its pods. No node runs them: they say at once that they are ready. */
final class ReplicaSetController implements WorkQueue.Reconciler {

  private final KubernetesClient client;

  ReplicaSetController(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(String namespace, String name) {
    var set = client.apps().replicaSets().inNamespace(namespace).withName(name).get();
    if (set == null || set.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    var pods = podsOf(set);
    var wanted = set.getSpec().getReplicas();
    for (var missing = pods.size(); missing < wanted; missing++) {
      markReady(client.resource(podFor(set)).create());
    }
    pods.stream().skip(wanted).forEach(pod -> client.resource(pod).delete());
    if (set.getStatus() == null
        || !wanted.equals(set.getStatus().getReplicas())
        || !set.getMetadata().getGeneration().equals(set.getStatus().getObservedGeneration())) {
      writeStatus(set, wanted);
    }
  }

  private List<Pod> podsOf(ReplicaSet set) {
    return client
        .pods()
        .inNamespace(set.getMetadata().getNamespace())
        .withLabels(set.getSpec().getSelector().getMatchLabels())
        .list()
        .getItems()
        .stream()
        .filter(pod -> Ownership.isBy(set, pod))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private static Pod podFor(ReplicaSet set) {
    var template = set.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName(set.getMetadata().getName() + "-")
        .withNamespace(set.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .withOwnerReferences(Ownership.by(set))
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private void markReady(Pod pod) {
    client
        .resource(
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }

  private void writeStatus(ReplicaSet set, int replicas) {
    client
        .resource(
            new ReplicaSetBuilder(set)
                .withNewStatus()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(replicas)
                .withFullyLabeledReplicas(replicas)
                .withReadyReplicas(replicas)
                .withAvailableReplicas(replicas)
                .endStatus()
                .build())
        .updateStatus();
  }
}
