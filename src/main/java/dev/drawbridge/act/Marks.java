package dev.drawbridge.act;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/** Annotations by which somebody asks for something, written to what that person has seen. */
public final class Marks {

  private static final String WRITER = "kubectl-drawbridge";

  private Marks() {}

  /**
   * Writes {@code annotations} on {@code seen}, all or none; an empty one is taken off. Others stay
   * as they are.
   *
   * @return it as it is now
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if it has changed
   *     since it was looked at
   */
  public static <T extends HasMetadata> T write(
      KubernetesClient client, T seen, Map<String, Optional<String>> annotations) {
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(WRITER)
            .build();
    return client.resource(seen).patch(context, patch(seen, annotations));
  }

  private static String patch(HasMetadata seen, Map<String, Optional<String>> annotations) {
    var patch = JsonNodeFactory.instance.objectNode();
    var metadata = patch.putObject("metadata");
    metadata.put("resourceVersion", seen.getMetadata().getResourceVersion());
    var written = metadata.putObject("annotations");
    annotations.forEach((name, value) ->
        value.ifPresentOrElse(text -> written.put(name, text), () -> written.putNull(name)));
    return patch.toString();
  }
}
