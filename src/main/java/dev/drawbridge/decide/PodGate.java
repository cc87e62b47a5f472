package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scheduling gate of pods that wait by themselves, read in one way by everyone. A null in a
 * list, which JSON may say, is nothing.
 */
public final class PodGate {

  private static final String REPLICA_SET = "ReplicaSet";
  private static final String APPS = "apps/v1";

  private PodGate() {}

  /** Whether {@code pod} carries our gate. */
  public static boolean isOn(@Nullable Pod pod) {
    return gates(pod).anyMatch(PodGate::isOurs);
  }

  /** The gates of {@code pod} that are not ours. */
  public static List<PodSchedulingGate> others(Pod pod) {
    return gates(pod).filter(gate -> !isOurs(gate)).toList();
  }

  private static Stream<PodSchedulingGate> gates(@Nullable Pod pod) {
    return Optional.ofNullable(pod)
        .map(Pod::getSpec)
        .map(PodSpec::getSchedulingGates)
        .orElse(List.of())
        .stream()
        .filter(Objects::nonNull);
  }

  private static boolean isOurs(PodSchedulingGate gate) {
    return Markers.POD_GATE.equals(gate.getName());
  }

  /**
   * Whether {@code pod} may be gated at all: a Deployment is held as a whole, and a run must not
   * wait for itself.
   */
  public static boolean mayWait(Pod pod) {
    return !isOfRun(pod.getMetadata()) && controller(pod).filter(PodGate::isReplicaSet).isEmpty();
  }

  /** Whether it says that it is a run of a Migration. */
  public static boolean isOfRun(@Nullable ObjectMeta metadata) {
    return Optional.ofNullable(metadata)
        .map(ObjectMeta::getLabels)
        .filter((Map<String, String> labels) -> labels.containsKey(Markers.RUN_LABEL))
        .isPresent();
  }

  /** Who has made it and makes it again. */
  public static Optional<OwnerReference> controller(HasMetadata resource) {
    return Stream.ofNullable(resource.getMetadata().getOwnerReferences())
        .flatMap(List::stream)
        .filter(Objects::nonNull)
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  /**
   * The Deployment that this would be, under its own kind, if a Deployment were one pod. It needs
   * nothing if it is no pod that waits by itself.
   */
  public static Deployment asDeployment(Pod pod) {
    return new DeploymentBuilder()
        .withApiVersion(pod.getApiVersion())
        .withKind(pod.getKind())
        .withMetadata(held(pod))
        .withNewSpec()
        .withNewTemplate()
        .withMetadata(pod.getMetadata())
        .endTemplate()
        .endSpec()
        .build();
  }

  private static ObjectMeta held(Pod pod) {
    var metadata =
        new ObjectMetaBuilder(pod.getMetadata()).removeFromAnnotations(Markers.HELD_ANNOTATION);
    if (isOn(pod)) {
      metadata.addToAnnotations(Markers.HELD_ANNOTATION, Markers.HELD);
    }
    return (mayWait(pod) ? metadata : metadata.removeFromLabels(Markers.MIGRATION_LABEL)).build();
  }

  private static boolean isReplicaSet(OwnerReference owner) {
    return REPLICA_SET.equals(owner.getKind()) && APPS.equals(owner.getApiVersion());
  }
}
