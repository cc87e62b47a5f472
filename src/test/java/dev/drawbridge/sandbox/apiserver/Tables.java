package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Lists in the columns that a CustomResourceDefinition asks for, as kubectl get shows them. */
record Tables(ObjectStore store) {

  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z0-9]+)(?:\\[\\?\\(@\\.([A-Za-z]+)==\"([^\"]*)\"\\)])?");

  boolean wanted(ApiRequest request, ResourceType type) {
    return request.wantsTable() && type.isCustom() && columns(type).isPresent();
  }

  ObjectNode of(ObjectNode list, ResourceType type) {
    var table = begin(type);
    table.set("metadata", list.path("metadata"));
    list.path("items").forEach(item -> addRow(table, item, type));
    return table;
  }

  ObjectNode ofOne(ObjectNode object, ResourceType type) {
    var table = begin(type);
    table.putObject("metadata");
    addRow(table, object, type);
    return table;
  }

  private Optional<JsonNode> columns(ResourceType type) {
    return store.all().stream()
        .filter(object -> object.key().type().kind().equals("CustomResourceDefinition"))
        .filter(object -> object.key().name().equals(type.qualifiedName()))
        .flatMap(definition ->
            StreamSupport.stream(definition.json().at("/spec/versions").spliterator(), false))
        .filter(version -> version.path("name").asText().equals(type.version()))
        .map(version -> version.path("additionalPrinterColumns"))
        .filter(columns -> !columns.isEmpty())
        .findFirst();
  }

  private ObjectNode begin(ResourceType type) {
    var table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    var definitions = table.putArray("columnDefinitions");
    definitions.addObject().put("name", "Name").put("type", "string").put("format", "name");
    for (var column : columns(type).orElseThrow()) {
      definitions
          .addObject()
          .put("name", column.path("name").asText())
          .put("type", column.path("type").asText())
          .put("format", "")
          .put("priority", column.path("priority").asInt(0));
    }
    table.putArray("rows");
    return table;
  }

  private void addRow(ObjectNode table, JsonNode object, ResourceType type) {
    var row = table.withArrayProperty("rows").addObject();
    var cells = row.putArray("cells").add(object.at("/metadata/name").asText());
    for (var column : columns(type).orElseThrow()) {
      var value = value(object, column.path("jsonPath").asText());
      var isDate = column.path("type").asText().equals("date");
      cells.add(isDate ? Age.of(value.asText()) : value.asText(""));
    }
    var partial = row.putObject("object");
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
  }

  /** Understands fields, and the element of a list that has a field of some value. */
  private static JsonNode value(JsonNode object, String path) {
    var value = object;
    var steps = STEP.matcher(path);
    while (steps.find()) {
      value = value.path(steps.group(1));
      if (steps.group(2) != null) {
        var list = value;
        value =
            StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.path(steps.group(2)).asText().equals(steps.group(3)))
                .findFirst()
                .orElseGet(() -> list.path(-1));
      }
    }
    return value;
  }
}
