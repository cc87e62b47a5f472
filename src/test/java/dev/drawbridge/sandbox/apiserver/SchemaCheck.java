package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiPredicate;

/** Compares a value with its schema, field by field, and notes each difference as a sentence. */
final class SchemaCheck {

  private final List<String> problems;

  private SchemaCheck(List<String> problems) {
    this.problems = problems;
  }

  static SchemaCheck into(List<String> problems) {
    return new SchemaCheck(problems);
  }

  void check(String path, JsonNode schema, JsonNode value) {
    if (value.isNull()) {
      return; // An API server drops it.
    }
    if (!hasType(schema, value)) {
      problems.add("%s: must be %s, not %s".formatted(path, words(schema), shown(value)));
      return;
    }
    var choices = schema.path("enum");
    if (!choices.isEmpty() && !contains(choices, value)) {
      problems.add("%s: must be one of %s, not %s".formatted(path, choices, shown(value)));
    }
    if (value.isTextual()) {
      var length = value.asText().codePointCount(0, value.asText().length());
      limits(path, schema, "Length", length, "letters");
    } else if (value.isNumber()) {
      numbers(path, schema, value);
    } else if (value.isArray()) {
      limits(path, schema, "Items", value.size(), "entries");
      for (var index = 0; index < value.size(); index++) {
        check("%s[%d]".formatted(path, index), schema.path("items"), value.path(index));
      }
    } else if (value.isObject()) {
      limits(path, schema, "Properties", value.size(), "entries");
      fields(path, schema, value);
    }
  }

  private static boolean hasType(JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.path("type").asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private static String words(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "object" -> "fields";
      case "array" -> "a list";
      case "string" -> "a text (in quotes if it looks like a number)";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      default -> "a whole number or a text";
    };
  }

  private static String shown(JsonNode value) {
    return value.isObject() ? "fields" : value.isArray() ? "a list" : value.toString();
  }

  private static boolean contains(JsonNode choices, JsonNode value) {
    for (var choice : choices) {
      if (choice.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private void limits(String path, JsonNode schema, String of, int size, String unit) {
    var least = schema.path("min" + of);
    var most = schema.path("max" + of);
    if (!least.isMissingNode() && size < least.asInt()) {
      problems.add("%s: at least %d %s".formatted(path, least.asInt(), unit));
    }
    if (!most.isMissingNode() && size > most.asInt()) {
      problems.add("%s: at most %d %s, not %d".formatted(path, most.asInt(), unit, size));
    }
  }

  private void numbers(String path, JsonNode schema, JsonNode value) {
    bound(path, schema.path("minimum"), value, "at least", (found, bound) -> found >= bound);
    bound(path, schema.path("maximum"), value, "at most", (found, bound) -> found <= bound);
  }

  private void bound(
      String path,
      JsonNode bound,
      JsonNode value,
      String words,
      BiPredicate<Double, Double> isKept) {
    if (bound.isNumber() && !isKept.test(value.asDouble(), bound.asDouble())) {
      problems.add("%s: %s %s, not %s".formatted(path, words, bound, value));
    }
  }

  private void fields(String path, JsonNode schema, JsonNode value) {
    var prefix = path.isEmpty() ? "" : path + ".";
    for (var name : schema.path("required")) {
      if (!value.hasNonNull(name.asText())) {
        problems.add(prefix + name.asText() + ": is required");
      }
    }
    for (var field : value.properties()) {
      var known = schema.path("properties").path(field.getKey());
      var rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
      if (rule.isObject()) {
        check(prefix + field.getKey(), rule, field.getValue());
      }
    }
  }
}
