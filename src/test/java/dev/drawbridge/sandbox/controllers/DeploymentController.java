package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each template of a Deployment its ReplicaSet, and all replicas to the newest. A paused
 * Deployment makes no new ReplicaSet, but those that it has are still scaled.
 */
final class DeploymentController implements WorkQueue.Reconciler {

  static final String HASH_LABEL = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final KubernetesClient client;
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  DeploymentController(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(String namespace, String name) {
    var deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment == null || deployment.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    var sets = setsOf(deployment);
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      scaleWhatIsThere(deployment, sets);
    } else {
      rollOut(deployment, sets);
    }
    DeploymentStatusUpdate.write(client, deployment, setsOf(deployment), hash(deployment));
  }

  private List<ReplicaSet> setsOf(Deployment deployment) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(deployment.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(set -> Ownership.isBy(deployment, set))
        .toList();
  }

  private void scaleWhatIsThere(Deployment deployment, List<ReplicaSet> sets) {
    var inUse = sets.stream().filter(set -> set.getSpec().getReplicas() > 0).toList();
    var scaled = inUse.isEmpty() ? newest(sets).stream().toList() : inUse;
    if (scaled.size() == 1) {
      scale(scaled.getFirst(), deployment.getSpec().getReplicas());
    }
  }

  private void rollOut(Deployment deployment, List<ReplicaSet> sets) {
    var hash = hash(deployment);
    var current = sets.stream().filter(set -> isFor(hash, set)).findFirst();
    if (current.isEmpty()) {
      client.resource(setFor(deployment, hash, nextRevision(sets))).create();
      return;
    }
    if (newest(sets).filter(current.get()::equals).isEmpty()) {
      annotate(current.get(), nextRevision(sets));
    }
    var replicas = deployment.getSpec().getReplicas();
    scale(current.get(), replicas);
    // The old ones stay until the new one is ready, so that somebody serves all the time.
    if (DeploymentStatusUpdate.available(current.get()) >= replicas) {
      sets.stream().filter(set -> !isFor(hash, set)).forEach(set -> scale(set, 0));
    }
  }

  private void annotate(ReplicaSet set, long revision) {
    client
        .resource(set)
        .edit(current ->
            new ReplicaSetBuilder(current)
                .editMetadata()
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .build());
  }

  private void scale(ReplicaSet set, int replicas) {
    if (set.getSpec().getReplicas() != replicas) {
      client
          .apps()
          .replicaSets()
          .resource(set)
          .edit(current ->
              new ReplicaSetBuilder(current).editSpec().withReplicas(replicas).endSpec().build());
    }
  }

  private static Optional<ReplicaSet> newest(List<ReplicaSet> sets) {
    return sets.stream().max((one, other) -> Long.compare(revision(one), revision(other)));
  }

  private static long nextRevision(List<ReplicaSet> sets) {
    return newest(sets).map(DeploymentController::revision).orElse(0L) + 1;
  }

  private static long revision(ReplicaSet set) {
    return Long.parseLong(set.getMetadata().getAnnotations().getOrDefault(REVISION, "0"));
  }

  private static boolean isFor(String hash, ReplicaSet set) {
    return hash.equals(set.getMetadata().getLabels().get(HASH_LABEL));
  }

  private String hash(Deployment deployment) {
    return hash(deployment.getSpec().getTemplate());
  }

  private String hash(PodTemplateSpec template) {
    return Integer.toHexString(serialization.asJson(template).hashCode());
  }

  /** It takes the Deployment's annotations with it, as a real one does for a later undo. */
  private static ReplicaSet setFor(Deployment deployment, String hash, long revision) {
    var annotations = new HashMap<>(deployment.getMetadata().getAnnotations());
    annotations.put(REVISION, Long.toString(revision));
    var template = deployment.getSpec().getTemplate();
    var labels = new HashMap<>(template.getMetadata().getLabels());
    labels.put(HASH_LABEL, hash);
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(deployment.getMetadata().getName() + "-" + hash)
        .withNamespace(deployment.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwnerReferences(Ownership.by(deployment))
        .endMetadata()
        .withNewSpec()
        .withReplicas(deployment.getSpec().getReplicas())
        .withNewSelector()
        .withMatchLabels(deployment.getSpec().getSelector().getMatchLabels())
        .addToMatchLabels(Map.of(HASH_LABEL, hash))
        .endSelector()
        .withNewTemplateLike(template)
        .editOrNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }
}
