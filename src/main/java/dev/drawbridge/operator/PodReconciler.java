package dev.drawbridge.operator;

import dev.drawbridge.act.OwnerMemory;
import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.decide.ReleaseMemory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The gate's loop for pods that wait by themselves. */
final class PodReconciler implements Reconciler<Pod> {

  private static final String BY_OWNER = "owner";
  private static final String REVISION = "controller-revision-hash";

  private final GateLoop<Pod> loop;
  private final OwnerMemory memory;
  private @Nullable IndexerResourceCache<Pod> pods;

  PodReconciler(GateLoop<Pod> loop, OwnerMemory memory) {
    this.loop = loop;
    this.memory = memory;
  }

  @Override
  public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
    pods = context.getPrimaryCache();
    pods.addIndexers(Map.of(BY_OWNER, PodReconciler::owner));
    return loop.prepareEventSources(context);
  }

  @Override
  public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
    if (context.isPrimaryResourceDeleted() && wasTheLastOfItsKind(pod)) {
      memory.forgetAfter(pod);
    }
    return loop.reconcile(pod, context);
  }

  /** Whether its owner has pods, and none of them asks for the same. */
  private boolean wasTheLastOfItsKind(Pod pod) {
    var others =
        owner(pod).stream()
            .flatMap(uid -> Objects.requireNonNull(pods).byIndex(BY_OWNER, uid).stream())
            .filter(other -> !other.getMetadata().getUid().equals(pod.getMetadata().getUid()))
            .toList();
    return !others.isEmpty()
        && others.stream().map(ReleaseMemory::entry).noneMatch(ReleaseMemory.entry(pod)::equals);
  }

  private static List<String> owner(Pod pod) {
    return PodGate.controller(pod).map(OwnerReference::getUid).stream().toList();
  }

  /** Leaves of a pod only what the gate looks at. */
  static Pod reduce(Pod pod) {
    var metadata = pod.getMetadata();
    pod.setMetadata(
        new ObjectMetaBuilder(metadata)
            .withFinalizers(List.of())
            .withLabels(ours(metadata.getLabels()))
            .withAnnotations(ours(metadata.getAnnotations()))
            .build());
    if (pod.getStatus() != null) {
      pod.setStatus(new PodStatusBuilder().withPhase(pod.getStatus().getPhase()).build());
    }
    return pod;
  }

  private static Map<String, String> ours(@Nullable Map<String, String> marks) {
    var kept = new TreeMap<>(Objects.requireNonNullElse(marks, Map.of()));
    kept.keySet().removeIf(key -> !key.startsWith(Markers.GROUP) && !key.equals(REVISION));
    return kept;
  }
}
