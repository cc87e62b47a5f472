package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Our finalizer on a Job, which keeps it until its outcome is recorded. */
public final class JobFinalizer {

  private JobFinalizer() {}

  /** Lets the Job go. One that is gone, or not kept by us, is left as it is. */
  public static void remove(KubernetesClient client, String namespace, String name) {
    var job = client.batch().v1().jobs().inNamespace(namespace).withName(name);
    var fresh = job.get();
    if (fresh == null || !fresh.getMetadata().getFinalizers().contains(Markers.RUN_FINALIZER)) {
      return;
    }
    var others =
        fresh.getMetadata().getFinalizers().stream()
            .filter(finalizer -> !finalizer.equals(Markers.RUN_FINALIZER))
            .toList();
    var metadata =
        Map.of("resourceVersion", fresh.getMetadata().getResourceVersion(), "finalizers", others);
    job.patch(
        PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("metadata", metadata)));
  }
}
