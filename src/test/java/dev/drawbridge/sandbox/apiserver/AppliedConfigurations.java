package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What each field manager has applied last, so that a field that it leaves out next time is taken
 * away, as server-side apply does. Lists are not looked into.
 */
final class AppliedConfigurations {

  private final Map<Slot, ObjectNode> applied = new HashMap<>();

  private record Slot(String uid, String manager, String subresource) {}

  /** {@code configuration} as a patch: with null for what was applied before and is not now. */
  ObjectNode asPatch(StoredObject target, ApiRequest request, ObjectNode configuration) {
    var slot = new Slot(target.uid(), request.parameter("fieldManager"), request.subresource());
    var before = applied.put(slot, configuration.deepCopy());
    var patch = configuration.deepCopy();
    if (before != null) {
      removeAbsent(before, patch);
    }
    return patch;
  }

  private static void removeAbsent(JsonNode before, ObjectNode patch) {
    for (var field : before.properties()) {
      var now = patch.get(field.getKey());
      if (now == null) {
        patch.putNull(field.getKey());
      } else if (now instanceof ObjectNode object) {
        removeAbsent(field.getValue(), object);
      }
    }
  }
}
