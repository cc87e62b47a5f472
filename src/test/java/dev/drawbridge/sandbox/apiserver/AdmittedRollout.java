package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;

/** A Rollout as it is stored: what admission says of the Deployment that it would be. */
final class AdmittedRollout {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private AdmittedRollout() {}

  static StoredObject of(
      @Nullable StoredObject old,
      StoredObject asked,
      String subresource,
      String user,
      Admission admission) {
    var wish = deployment(asked);
    var result = admission.admit(old == null ? null : deployment(old), wish, subresource, user);
    return result.equals(wish) ? asked : changed(asked, result);
  }

  /** All that admission changes; the other fields of a Rollout are not known here. */
  private static StoredObject changed(StoredObject asked, Deployment result) {
    var json = asked.json().deepCopy();
    var metadata = SERIALIZATION.convertValue(result.getMetadata(), ObjectNode.class);
    ((ObjectNode) json.path("metadata")).set("annotations", metadata.get("annotations"));
    var paused = Boolean.TRUE.equals(result.getSpec().getPaused());
    ((ObjectNode) json.path("spec")).put("paused", paused);
    return new StoredObject(asked.key(), json);
  }

  private static Deployment deployment(StoredObject object) {
    return SERIALIZATION.convertValue(object.json(), Rollout.class).asDeployment();
  }
}
