package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The merge of built-in kinds, in which known lists are merged by a key and finalizers as a set.
 * Server-side apply merges in the same way.
 */
final class StrategicMergePatch {

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("ports", "containerPort"),
          Map.entry("conditions", "type"),
          Map.entry("ownerReferences", "uid"));

  private StrategicMergePatch() {}

  static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode)) {
      return patch.deepCopy();
    }
    var result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (var field : patch.properties()) {
      var name = field.getKey();
      if (name.startsWith("$")) {
        continue;
      }
      if (field.getValue().isNull()) {
        result.remove(name);
      } else {
        result.set(name, merged(name, result.path(name), field.getValue()));
      }
    }
    return result;
  }

  private static JsonNode merged(String field, JsonNode target, JsonNode patch) {
    if (!(patch instanceof ArrayNode elements) || !(target instanceof ArrayNode old)) {
      return apply(target, patch);
    }
    var key = KEYS.get(field);
    if (field.equals("finalizers")) {
      return union(old, elements);
    }
    return key == null ? elements.deepCopy() : byKey(old, elements, key);
  }

  private static ArrayNode union(ArrayNode old, ArrayNode elements) {
    var result = old.deepCopy();
    for (var element : elements) {
      if (indexOf(result, null, element) < 0) {
        result.add(element);
      }
    }
    return result;
  }

  private static ArrayNode byKey(ArrayNode old, ArrayNode elements, String key) {
    var result = old.deepCopy();
    for (var element : elements) {
      var index = indexOf(result, key, element.path(key));
      var isRemoval = element.path("$patch").asText().equals("delete");
      if (isRemoval && index >= 0) {
        result.remove(index);
      } else if (!isRemoval && index >= 0) {
        result.set(index, apply(result.get(index), element));
      } else if (!isRemoval) {
        result.add(element.deepCopy());
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode list, @Nullable String key, JsonNode value) {
    for (var index = 0; index < list.size(); index++) {
      var element = list.get(index);
      if ((key == null ? element : element.path(key)).equals(value)) {
        return index;
      }
    }
    return -1;
  }
}
