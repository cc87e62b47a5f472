package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The scale subresource: the number of replicas, seen by itself. */
final class Scale {

  private Scale() {}

  static ObjectNode of(StoredObject object) {
    var scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    scale
        .putObject("metadata")
        .put("name", object.key().name())
        .put("namespace", object.key().namespace())
        .put("uid", object.uid())
        .put("resourceVersion", object.resourceVersion());
    scale.putObject("spec").put("replicas", object.json().at("/spec/replicas").asInt(0));
    scale.putObject("status").put("replicas", object.json().at("/status/replicas").asInt(0));
    return scale;
  }

  /** The object as {@code scale} wishes it to be. */
  static ObjectNode applied(StoredObject object, ObjectNode scale) {
    var changed = object.copy();
    var version = scale.path("metadata").path("resourceVersion").asText("");
    changed.metadata().put("resourceVersion", version);
    changed
        .json()
        .withObjectProperty("spec")
        .put("replicas", scale.path("spec").path("replicas").asInt(0));
    return changed.json();
  }
}
