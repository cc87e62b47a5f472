package dev.drawbridge.observe;

import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.decide.Revision;
import dev.drawbridge.decide.RolloutView;
import dev.drawbridge.decide.RolloutView.OldPod;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads how far a Deployment, or what is held like one, is rolled out.
 *
 * @param sets its ReplicaSets
 * @param pods those that its selector finds
 */
record RolloutReading(Deployment deployment, List<ReplicaSet> sets, List<Pod> pods) {

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  /** The view of what depends on a Migration as {@code view} tells. */
  RolloutView view(DeploymentView view) {
    var counts = DeploymentReading.pods(deployment);
    var status = Optional.ofNullable(deployment.getStatus());
    var available = status.map(DeploymentStatus::getAvailableReplicas).orElse(0);
    return new RolloutView(
        view.kind(),
        view.name(),
        view.need().ask(),
        view.isHeld(),
        counts.isCurrent(),
        new RolloutView.Pods(desired(), counts.all(), counts.ofThisTemplate(), available),
        oldPods(),
        status.flatMap(RolloutReading::rolledOutAt));
  }

  /** A pod that waits by itself is one of its template for its whole life. */
  static RolloutView ofPod(DeploymentView view) {
    return new RolloutView(
        view.kind(),
        view.name(),
        view.need().ask(),
        view.isHeld(),
        true,
        RolloutView.Pods.NONE,
        List.of(),
        Optional.empty());
  }

  static boolean isOver(Pod pod) {
    return pod.getStatus() != null && OVER.contains(pod.getStatus().getPhase());
  }

  private int desired() {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  private List<OldPod> oldPods() {
    var current =
        sets.stream()
            .filter(set -> set.hasOwnerReferenceFor(deployment))
            .min(Revision.NEWEST_FIRST)
            .map(set -> set.getMetadata().getUid());
    return pods.stream()
        .filter(pod -> !isOver(pod))
        .filter(pod ->
            PodGate.controller(pod)
                .filter(this::isOurs)
                .filter(owner -> !Optional.of(owner.getUid()).equals(current))
                .isPresent())
        .map(RolloutReading::oldPod)
        .toList();
  }

  /** The ReplicaSet of a pod that does not end may be gone already. */
  private boolean isOurs(OwnerReference owner) {
    var ofAnother =
        sets.stream()
            .filter(set -> set.getMetadata().getUid().equals(owner.getUid()))
            .anyMatch(set -> !set.hasOwnerReferenceFor(deployment));
    return "ReplicaSet".equals(owner.getKind()) && !ofAnother;
  }

  private static OldPod oldPod(Pod pod) {
    return new OldPod(
        pod.getMetadata().getName(),
        Optional.ofNullable(pod.getSpec()).map(PodSpec::getNodeName),
        Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse));
  }

  private static Optional<Instant> rolledOutAt(DeploymentStatus status) {
    return Stream.ofNullable(status.getConditions())
        .flatMap(List::stream)
        .filter(one -> "Progressing".equals(one.getType()))
        .filter(one -> "NewReplicaSetAvailable".equals(one.getReason()))
        .map(DeploymentCondition::getLastUpdateTime)
        .filter(Objects::nonNull)
        .findFirst()
        .map(Instant::parse);
  }
}
