package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code metadata.name=a,status.phase!=b}, for the fields that Kubernetes allows. */
final class FieldSelector {

  private static final Pattern REQUIREMENT = Pattern.compile("([\\w.]+)(==|=|!=)(.*)");
  private static final List<String> EVERYWHERE = List.of("metadata.name", "metadata.namespace");
  private static final Map<String, List<String>> BY_RESOURCE =
      Map.of(
          "pods",
          List.of("spec.nodeName", "spec.restartPolicy", "status.phase", "status.podIP"),
          "events",
          List.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "secrets",
          List.of("type"),
          "namespaces",
          List.of("status.phase"),
          "jobs",
          List.of("status.successful"));

  private FieldSelector() {}

  static Predicate<StoredObject> parse(String text, ResourceType type) {
    return Arrays.stream(text.split(",", -1))
        .filter(requirement -> !requirement.isEmpty())
        .map(requirement -> requirement(requirement, type))
        .reduce(object -> true, Predicate::and);
  }

  private static Predicate<StoredObject> requirement(String text, ResourceType type) {
    var parsed = REQUIREMENT.matcher(text);
    if (!parsed.matches()) {
      throw ApiFailure.badRequest("invalid field selector: " + text);
    }
    var field = parsed.group(1);
    var allowed =
        type.isCustom() ? List.<String>of() : BY_RESOURCE.getOrDefault(type.plural(), List.of());
    if (!EVERYWHERE.contains(field) && !allowed.contains(field)) {
      throw ApiFailure.badRequest("field label not supported: " + field);
    }
    var wanted = !parsed.group(2).equals("!=");
    return object -> value(object, field).equals(parsed.group(3)) == wanted;
  }

  private static String value(StoredObject object, String field) {
    JsonNode node = object.json();
    for (var part : field.split("\\.", -1)) {
      node = node.path(part);
    }
    return field.equals("source") ? node.path("component").asText("") : node.asText("");
  }
}
