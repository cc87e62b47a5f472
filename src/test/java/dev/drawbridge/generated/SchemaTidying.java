package dev.drawbridge.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;

/**
 * Takes out of a generated schema what the API server would refuse, or people would stumble over.
 */
final class SchemaTidying {

  private static final List<String> BOUNDS = List.of("minimum", "maximum");

  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private SchemaTidying() {}

  static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      BOUNDS.forEach(bound -> writeAsInteger(object, bound));
      writeRulesOnce(object);
      leaveFreeForm(object);
    }
    node.forEach(SchemaTidying::tidy);
  }

  private static void writeAsInteger(ObjectNode object, String bound) {
    var value = object.path(bound);
    if (value.isFloatingPointNumber() && value.doubleValue() == value.longValue()) {
      object.set(bound, LongNode.valueOf(value.longValue()));
    }
  }

  /** The generator finds a rule on a record's component twice: at its field and at its accessor. */
  private static void writeRulesOnce(ObjectNode object) {
    if (object.path("x-kubernetes-validations") instanceof ArrayNode rules) {
      var seen = new HashSet<String>();
      rules.removeIf(rule -> !seen.add(rule.path("rule").asText()));
    }
  }

  /**
   * The generator knows Map of String to Object as a map of objects; texts and numbers may be in
   * it.
   */
  private static void leaveFreeForm(ObjectNode object) {
    if (!object.path(PRESERVE).asBoolean()) {
      return;
    }
    if (object.path("type").asText().equals("array")) {
      object.remove(PRESERVE);
      object.set("items", Yaml.read("{type: object, " + PRESERVE + ": true}"));
    } else {
      object.remove("additionalProperties");
    }
  }
}
