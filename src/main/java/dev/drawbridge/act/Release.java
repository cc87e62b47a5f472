package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets what is held roll out, a Deployment or what resembles one. Both it and its Migration are
 * read anew first: a stale cache may delay a release, and never cause one.
 */
public final class Release<R extends HasMetadata> implements LettingGo {

  private final KubernetesClient client;
  private final Gated<R> kind;

  public Release(KubernetesClient client, Gated<R> kind) {
    this.client = client;
    this.kind = kind;
  }

  @Override
  public boolean release(String namespace, String name) {
    var found =
        Optional.ofNullable(
            client.resources(kind.type()).inNamespace(namespace).withName(name).get());
    var held = found.filter(one -> new FreshLook(client).letsGo(kind.view(one)));
    held.ifPresent(one ->
        client
            .resource(one)
            .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch(kind.view(one)))));
    return held.isPresent();
  }

  /**
   * One patch, of exactly the version that was read. Whoever had paused it before finds it paused.
   * What was asked for is written down: Kubernetes copies it to the ReplicaSet.
   */
  private static List<Map<String, Object>> patch(Deployment deployment) {
    var operations = new ArrayList<Map<String, Object>>();
    operations.add(JsonPatch.ofVersion(deployment));
    operations.addAll(JsonPatch.removeHold(deployment));
    Need.of(deployment)
        .map(need -> JsonPatch.annotate(Markers.RELEASED_ANNOTATION, need.ask().glassWords()))
        .ifPresent(operations::add);
    if (Hold.markOf(deployment).filter(Markers.HELD_ALREADY_PAUSED::equals).isEmpty()) {
      operations.add(JsonPatch.pause(false));
    }
    return operations;
  }
}
