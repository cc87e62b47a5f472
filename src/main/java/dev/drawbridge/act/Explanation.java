package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;

/** Writes on what is held why it waits. The release takes it off. */
public final class Explanation {

  private static final int UNPROCESSABLE = 422;
  private static final Set<Integer> CHANGED =
      Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND, UNPROCESSABLE);

  private final KubernetesClient client;

  public Explanation(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes {@code sentence} on exactly the version that was looked at. If it has changed since,
   * nothing is written, and the event of that change brings the next look.
   *
   * @param held carries the gate's mark
   */
  public void write(HasMetadata held, String sentence) {
    try {
      client
          .resource(held)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch(held, sentence)));
    } catch (KubernetesClientException refused) {
      if (!CHANGED.contains(refused.getCode())) {
        throw refused;
      }
    }
  }

  /** A merge, because a pod may have no annotations yet. */
  private static Map<String, Object> patch(HasMetadata held, String sentence) {
    return Map.of(
        "metadata",
        Map.of(
            "resourceVersion",
            held.getMetadata().getResourceVersion(),
            "annotations",
            Map.of(Markers.HELD_BECAUSE_ANNOTATION, sentence)));
  }
}
