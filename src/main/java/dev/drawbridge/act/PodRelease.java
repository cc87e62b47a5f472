package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.decide.ReleaseMemory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes our gate off a pod. Both it and its Migration are read anew first. Its owner remembers
 * before that: a pod that goes without would leave nothing behind for the next one.
 */
public final class PodRelease implements LettingGo {

  private final KubernetesClient client;
  private final OwnerMemory memory;

  public PodRelease(KubernetesClient client, OwnerMemory memory) {
    this.client = client;
    this.memory = memory;
  }

  @Override
  public boolean release(String namespace, String name) {
    var resource = client.pods().inNamespace(namespace).withName(name);
    var waiting =
        Optional.ofNullable(resource.get())
            .filter(pod -> new FreshLook(client).letsGo(Gated.PODS.view(pod)));
    waiting.ifPresent(pod -> {
      memory.remember(pod);
      resource.patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch(pod)));
    });
    return waiting.isPresent();
  }

  /** Of exactly the version that was read. The gates of others stay. */
  private static Map<String, Object> patch(Pod pod) {
    var annotations = new HashMap<String, Object>();
    annotations.put(Markers.HELD_BECAUSE_ANNOTATION, null);
    ReleaseMemory.entry(pod).ifPresent(text -> annotations.put(Markers.RELEASED_ANNOTATION, text));
    return Map.of(
        "metadata",
        Map.of(
            "resourceVersion", pod.getMetadata().getResourceVersion(), "annotations", annotations),
        "spec",
        Map.of("schedulingGates", PodGate.others(pod)));
  }
}
