package dev.drawbridge.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a schema as Markdown: one table for each type, in the order of the fields. */
final class SchemaTables {

  private final StringBuilder text = new StringBuilder();
  private final Map<JsonNode, String> told = new HashMap<>();

  private SchemaTables() {}

  static String of(String path, JsonNode schema) {
    var tables = new SchemaTables();
    tables.tell(path, schema);
    return tables.text.toString();
  }

  private void tell(String path, JsonNode schema) {
    told.put(schema.path("properties"), path);
    var inner = new ArrayList<Runnable>();
    text.append("### ").append(path).append("\n\n");
    text.append("| field | type | required | meaning |\n| --- | --- | --- | --- |\n");
    schema
        .path("properties")
        .properties()
        .forEach(field -> {
          var type = type(path + "." + field.getKey(), field.getValue(), inner);
          row(field.getKey(), type, isRequired(schema, field.getKey()), field.getValue());
        });
    text.append('\n');
    rules(schema).forEach(rule -> text.append("- ").append(rule).append('\n'));
    if (!rules(schema).isEmpty()) {
      text.append('\n');
    }
    inner.forEach(Runnable::run);
  }

  private void row(String name, String type, boolean isRequired, JsonNode field) {
    var meaning = new StringBuilder(field.path("description").asText());
    rules(field).stream()
        .filter(rule -> !field.has("properties"))
        .forEach(rule -> meaning.append(" Rule: ").append(rule));
    text.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                name,
                type,
                isRequired ? "required" : "",
                meaning.toString().replace("|", "\\|").replace("<", "&lt;")));
  }

  private static boolean isRequired(JsonNode schema, String name) {
    for (var required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The type in words; types with fields of their own are told further down, each once. */
  private String type(String path, JsonNode field, List<Runnable> inner) {
    if (field.has("items")) {
      return "list of " + type(path + "[]", field.path("items"), inner);
    }
    if (field.has("additionalProperties")) {
      return "map to " + type(path + "{}", field.path("additionalProperties"), inner);
    }
    if (field.has("properties")) {
      var place = told.computeIfAbsent(field.path("properties"), first -> path);
      if (place.equals(path)) {
        inner.add(() -> tell(path, field));
      }
      return "[%s](#%s)".formatted(place, anchor(place));
    }
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    if (field.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      return "as in Kubernetes";
    }
    return field.path("format").asText().equals("date-time") ? "time" : bounded(field);
  }

  private static String bounded(JsonNode field) {
    var least = field.path("minimum").asText();
    var most = field.path("maximum").asText(field.path("maxLength").asText());
    return field.path("type").asText()
        + (least.isEmpty() ? "" : ", at least " + least)
        + (most.isEmpty() ? "" : ", at most " + most + (field.has("maxLength") ? " letters" : ""));
  }

  /** As the usual renderers make it of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
  }

  private static List<String> rules(JsonNode schema) {
    var rules = new ArrayList<String>();
    schema
        .path("x-kubernetes-validations")
        .forEach(rule -> rules.add(rule.path("message").asText() + "."));
    return rules;
  }
}
