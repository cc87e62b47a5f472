package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Our finalizer on a Job, which keeps it until its outcome is recorded. */
public final class JobFinalizer {

  private JobFinalizer() {}

  /** Lets the Job go. One that is gone, or not kept by us, is left as it is. */
  public static void remove(KubernetesClient client, String namespace, String name) {
    var job = client.batch().v1().jobs().inNamespace(namespace).withName(name);
    var fresh = job.get();
    var index =
        fresh == null ? -1 : fresh.getMetadata().getFinalizers().indexOf(Markers.RUN_FINALIZER);
    if (index >= 0) {
      job.patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch(fresh, index)));
    }
  }

  /** Not of one version only: the Job controller writes the status in the same moment. */
  private static List<Map<String, Object>> patch(Job job, int index) {
    var finalizer = "/metadata/finalizers/" + index;
    return List.of(
        Map.of("op", "test", "path", "/metadata/uid", "value", job.getMetadata().getUid()),
        Map.of("op", "test", "path", finalizer, "value", Markers.RUN_FINALIZER),
        Map.of("op", "remove", "path", finalizer));
  }
}
