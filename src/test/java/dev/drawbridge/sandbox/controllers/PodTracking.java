package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/**
 * Keeps a Job's pods until their Job has counted them, and lets go of those whose Job is no more.
 */
final class PodTracking implements WorkQueue.Reconciler {

  static final String FINALIZER = "batch.kubernetes.io/job-tracking";

  private final KubernetesClient client;

  PodTracking(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(String namespace, String name) {
    var pod = client.pods().inNamespace(namespace).withName(name).get();
    if (pod == null || !pod.getMetadata().getFinalizers().contains(FINALIZER)) {
      return;
    }
    var hasJob =
        pod.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> jobExists(namespace, owner.getName(), owner.getUid()));
    if (!hasJob) {
      release(client, pod);
    }
  }

  private boolean jobExists(String namespace, String name, String uid) {
    var job = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    return job != null && Objects.equals(job.getMetadata().getUid(), uid);
  }

  static void release(KubernetesClient client, Pod pod) {
    client
        .resource(pod)
        .edit(current -> {
          current.getMetadata().getFinalizers().remove(FINALIZER);
          return current;
        });
  }
}
