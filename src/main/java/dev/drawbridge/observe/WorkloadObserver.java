package dev.drawbridge.observe;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Workload;
import dev.drawbridge.decide.Comeback;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.Snapshot;
import dev.drawbridge.decide.StandStill;
import dev.drawbridge.decide.WorkloadView;
import dev.drawbridge.report.Count;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
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

  /** Where nothing is to stand still, or a run is under way, nothing is read. */
  List<WorkloadView> of(Snapshot snapshot) {
    if (snapshot.status().runUnderWay()) {
      return List.of();
    }
    var namespace = snapshot.migration().getMetadata().getNamespace();
    var asked = snapshot.spec().quiesce().stream();
    var known = snapshot.status().quiesced().stream().map(Workload::of);
    return Stream.concat(asked, known).distinct().map(one -> view(one, namespace)).toList();
  }

  private WorkloadView view(Workload workload, String namespace) {
    var found =
        client
            .resources(workload.kind().type())
            .inNamespace(namespace)
            .withName(workload.name())
            .get();
    return found == null ? WorkloadView.missing(workload) : view(workload, found);
  }

  private WorkloadView view(Workload workload, HasMetadata found) {
    return switch (found) {
      case Deployment deployment -> view(workload, deployment);
      case StatefulSet set -> view(workload, set);
      case CronJob cronJob -> view(workload, cronJob);
      default -> throw new IllegalStateException("cannot stand still: " + found.getKind());
    };
  }

  private WorkloadView view(Workload workload, Deployment found) {
    var status = Objects.requireNonNullElseGet(found.getStatus(), DeploymentStatus::new);
    var isDown = isDown(found, status.getObservedGeneration(), status.getReplicas());
    return new WorkloadView(
        workload,
        true,
        StandStill.of(found),
        running(found, found.getSpec().getSelector(), isDown),
        Hold.markOf(found).flatMap(_ -> obstacle(found)));
  }

  private Optional<String> obstacle(Deployment held) {
    var sets = ReplicaSets.of(held, client);
    var stopped = StandStill.of(held);
    var had = stopped.isPresent() ? stopped.get().replicaSet() : Comeback.running(sets);
    return Comeback.obstacle(held, sets, had)
        .or(() -> stopped.flatMap(_ -> had).flatMap(name -> takenBack(held, sets, name)));
  }

  private Optional<String> takenBack(Deployment held, List<ReplicaSet> sets, String had) {
    return sets.stream()
        .filter(set -> set.getMetadata().getName().equals(had))
        .findFirst()
        .flatMap(set -> Comeback.takenBack(held, set, migration(held)));
  }

  private Optional<Migration> migration(Deployment held) {
    var migrations =
        client.resources(Migration.class).inNamespace(held.getMetadata().getNamespace());
    return Need.of(held).map(need -> migrations.withName(need.migration()).get());
  }

  private WorkloadView view(Workload workload, StatefulSet found) {
    var status = Objects.requireNonNullElseGet(found.getStatus(), StatefulSetStatus::new);
    var isDown = isDown(found, status.getObservedGeneration(), status.getReplicas());
    return new WorkloadView(
        workload,
        true,
        StandStill.of(found),
        running(found, found.getSpec().getSelector(), isDown),
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

  /** Whether its controller has seen it as it is, and has no pods of it any more. */
  private static boolean isDown(
      HasMetadata found, @Nullable Long observed, @Nullable Integer replicas) {
    return observed != null
        && observed >= found.getMetadata().getGeneration()
        && Objects.requireNonNullElse(replicas, 0) == 0;
  }

  /** Asked only of what stands still. Pods that are ending are pods. */
  private Optional<String> running(HasMetadata owner, LabelSelector selector, boolean isDown) {
    if (StandStill.of(owner).isEmpty()) {
      return Optional.empty();
    }
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
    return counted(pods, "pod").or(() -> isDown ? Optional.empty() : Optional.of(NOT_LOOKED_AT));
  }

  private static Optional<String> counted(long count, String what) {
    return count == 0 ? Optional.empty() : Optional.of(Count.of(count, what));
  }
}
