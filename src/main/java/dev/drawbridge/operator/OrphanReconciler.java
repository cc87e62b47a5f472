package dev.drawbridge.operator;

import dev.drawbridge.act.JobFinalizer;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Map;

/**
 * Lets go of Jobs that are being deleted and whose Migration is gone, so that nothing, least of all
 * a namespace, waits for a finalizer of ours for ever.
 */
final class OrphanReconciler implements Reconciler<Job> {

  private static final Duration TO_LOOK_AGAIN = Duration.ofMinutes(1);

  @Override
  public UpdateControl<Job> reconcile(Job job, Context<Job> context) {
    var metadata = job.getMetadata();
    var waitsForUs =
        metadata.getDeletionTimestamp() != null
            && metadata.getFinalizers().contains(Markers.RUN_FINALIZER);
    if (!waitsForUs) {
      return UpdateControl.noUpdate();
    }
    if (hasMigration(job, context.getClient())) {
      // Nothing tells this loop when that Migration goes.
      return UpdateControl.<Job>noUpdate().rescheduleAfter(TO_LOOK_AGAIN);
    }
    JobFinalizer.remove(context.getClient(), metadata.getNamespace(), metadata.getName());
    return UpdateControl.noUpdate();
  }

  /** Leaves of a Job only what is looked at here: there may be many that are over. */
  static Job reduce(Job job) {
    job.getMetadata().setAnnotations(Map.of());
    job.getMetadata().setLabels(Map.of());
    job.setSpec(null);
    job.setStatus(null);
    return job;
  }

  private static boolean hasMigration(Job job, KubernetesClient client) {
    return job.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .anyMatch(owner -> isThere(owner, job, client));
  }

  private static boolean isThere(OwnerReference owner, Job job, KubernetesClient client) {
    var type = Rollback.KIND.equals(owner.getKind()) ? Rollback.class : Migration.class;
    var found =
        client
            .resources(type)
            .inNamespace(job.getMetadata().getNamespace())
            .withName(owner.getName())
            .get();
    return found != null && found.getMetadata().getUid().equals(owner.getUid());
  }
}
