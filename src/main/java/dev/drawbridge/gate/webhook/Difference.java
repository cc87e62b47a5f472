package dev.drawbridge.gate.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The JSON patch (RFC 6902) that makes one object of another: the members that differ, and nothing
 * else, so that it does not undo what others change at the same time. Lists are replaced as a
 * whole.
 */
final class Difference {

  private final ArrayNode patch = JsonNodeFactory.instance.arrayNode();

  private Difference() {}

  static ArrayNode between(JsonNode from, JsonNode to) {
    var difference = new Difference();
    difference.compare("", from, to);
    return difference.patch;
  }

  private void compare(String path, JsonNode from, JsonNode to) {
    from.fieldNames()
        .forEachRemaining(name -> {
          if (!to.has(name)) {
            patch.addObject().put("op", "remove").put("path", path + escaped(name));
          }
        });
    to.properties()
        .forEach(member -> compareMember(path, from, member.getKey(), member.getValue()));
  }

  private void compareMember(String path, JsonNode from, String name, JsonNode to) {
    var before = from.get(name);
    if (before != null && before.isObject() && to.isObject()) {
      compare(path + escaped(name), before, to);
    } else if (!to.equals(before)) {
      // "add" also replaces; "replace" would fail where what was sent says nothing or null.
      patch.addObject().put("op", "add").put("path", path + escaped(name)).set("value", to);
    }
  }

  private static String escaped(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
