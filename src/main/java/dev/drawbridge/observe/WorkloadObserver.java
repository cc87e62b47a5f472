package dev.drawbridge.observe;

import dev.drawbridge.api.Workload;
import dev.drawbridge.decide.Comeback;
import dev.drawbridge.decide.Snapshot;
import dev.drawbridge.decide.StandStill;
import dev.drawbridge.decide.WorkloadView;
import dev.drawbridge.report.Count;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what stands still for a run, or is to, from the API server: a run starts by it. */
record WorkloadObserver(KubernetesClient client) {

  private static final String NOT_LOOKED_AT = "Kubernetes has not looked at it yet";

  /** Where nothing is to stand still, nothing is read. */
  List<WorkloadView> of(Snapshot snapshot) {
    var namespace = snapshot.migration().getMetadata().getNamespace();
    var asked = snapshot.spec().quiesce().stream();
    var known = snapshot.status().quiesced().stream().map(Workload::of);
    return Stream.concat(asked, known).distinct().map(one -> view(one, namespace)).toList();
  }

  private WorkloadView view(Workload workload, String namespace) {
    var found =
        switch (workload.kind()) {
          case DEPLOYMENT ->
              find(Deployment.class, workload, namespace).map(one -> view(workload, one));
          case STATEFUL_SET ->
              find(StatefulSet.class, workload, namespace).map(one -> view(workload, one));
          case CRON_JOB -> find(CronJob.class, workload, namespace).map(one -> view(workload, one));
        };
    return found.orElseGet(() -> WorkloadView.missing(workload));
  }

  private <R extends HasMetadata> Optional<R> find(
      Class<R> type, Workload workload, String namespace) {
    return Optional.ofNullable(
        client.resources(type).inNamespace(namespace).withName(workload.name()).get());
  }

  private WorkloadView view(Workload workload, Deployment found) {
    var sets = sets(found);
    var stopped = StandStill.of(found);
    var had = stopped.isPresent() ? stopped.get().replicaSet() : Comeback.running(sets);
    var status = found.getStatus();
    var isLookedAt =
        status != null
            && isCurrent(status.getObservedGeneration(), found)
            && Objects.requireNonNullElse(status.getReplicas(), 0) == 0;
    return new WorkloadView(
        workload,
        true,
        stopped,
        running(found, found.getSpec().getSelector(), isLookedAt),
        Comeback.obstacle(found, sets, had));
  }

  private WorkloadView view(Workload workload, StatefulSet found) {
    var status = found.getStatus();
    var isLookedAt =
        status != null
            && isCurrent(status.getObservedGeneration(), found)
            && Objects.requireNonNullElse(status.getReplicas(), 0) == 0;
    return new WorkloadView(
        workload,
        true,
        StandStill.of(found),
        running(found, found.getSpec().getSelector(), isLookedAt),
        Optional.ofNullable(found.getSpec().getPersistentVolumeClaimRetentionPolicy())
            .filter(_ -> StandStill.of(found).isEmpty())
            .map(StatefulSetPersistentVolumeClaimRetentionPolicy::getWhenScaled)
            .filter("Delete"::equals)
            .map(_ ->
                "its claims are deleted when it is scaled down"
                    + " (persistentVolumeClaimRetentionPolicy.whenScaled: Delete). Make that Retain"));
  }

  private static WorkloadView view(Workload workload, CronJob found) {
    var active =
        found.getStatus() == null || found.getStatus().getActive() == null
            ? 0
            : found.getStatus().getActive().size();
    return new WorkloadView(
        workload, true, StandStill.of(found), counted(active, "Job"), Optional.empty());
  }

  private static boolean isCurrent(@Nullable Long observed, HasMetadata found) {
    return observed != null && observed >= found.getMetadata().getGeneration();
  }

  /** Pods that are ending are pods. */
  private Optional<String> running(HasMetadata owner, LabelSelector selector, boolean isLookedAt) {
    var pods =
        client
            .pods()
            .inNamespace(owner.getMetadata().getNamespace())
            .withLabelSelector(selector)
            .list()
            .getItems()
            .stream()
            .filter(pod -> !RolloutReading.isOver(pod))
            .count();
    return counted(pods, "pod")
        .or(() -> isLookedAt ? Optional.empty() : Optional.of(NOT_LOOKED_AT));
  }

  private static Optional<String> counted(long count, String what) {
    return count == 0 ? Optional.empty() : Optional.of(Count.of(count, what));
  }

  private List<ReplicaSet> sets(Deployment deployment) {
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
