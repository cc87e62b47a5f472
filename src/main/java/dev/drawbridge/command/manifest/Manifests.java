package dev.drawbridge.command.manifest;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The objects of a folder, as they are written there: a field that nobody knows is not lost. In the
 * order in which kubectl takes the files.
 */
public final class Manifests {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final Path file;
  private final List<Manifest> found = new ArrayList<>();

  private Manifests(Path file) {
    this.file = file;
  }

  /** The objects of a folder. */
  public static List<Manifest> in(Path folder) throws Unusable {
    return of(files(folder));
  }

  /** The objects of a file, or of a folder. */
  public static List<Manifest> at(Path place) throws Unusable {
    if (!Files.exists(place)) {
      throw new Unusable(place + " does not exist.");
    }
    return Files.isDirectory(place) ? in(place) : of(List.of(place));
  }

  private static List<Manifest> of(List<Path> files) throws Unusable {
    var found = new ArrayList<Manifest>();
    for (var file : files) {
      var manifests = new Manifests(file);
      manifests.read();
      found.addAll(manifests.found);
    }
    return found;
  }

  private static List<Path> files(Path folder) throws Unusable {
    if (!Files.isDirectory(folder)) {
      throw new Unusable(
          folder + (Files.exists(folder) ? " is a file; name the folder." : " does not exist."));
    }
    try (var entries = Files.list(folder)) {
      var all = entries.sorted().toList();
      var files = all.stream().filter(Manifests::isManifest).toList();
      if (files.isEmpty()) {
        throw new Unusable(
            "%s has no manifests: none of its files ends with .yaml, .yml or .json.%s"
                .formatted(
                    folder,
                    all.stream().anyMatch(Files::isDirectory)
                        ? " Folders within are not read: name each with -f."
                        : ""));
      }
      return files;
    } catch (IOException unreadable) {
      throw new Unusable(folder + " cannot be read: " + unreadable.getMessage());
    }
  }

  /** Whether {@code file} is one by its name. */
  public static boolean isManifest(Path file) {
    return file.toString().matches("(?s).*\\.(yaml|yml|json)") && Files.isRegularFile(file);
  }

  private void read() throws Unusable {
    var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    try {
      for (var document : new Load(settings).loadAllFromString(Files.readString(file))) {
        if (document != null) {
          add(document);
        }
      }
    } catch (IOException unreadable) {
      throw unusable(" cannot be read as a text in UTF-8: " + unreadable.getMessage());
    } catch (MarkedYamlEngineException wrong) {
      var place =
          wrong
              .getProblemMark()
              .map(mark ->
                  ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse("");
      throw unusable(place + ": " + wrong.getProblem());
    } catch (YamlEngineException wrong) {
      throw unusable(": " + wrong.getMessage());
    }
  }

  private void add(Object document) throws Unusable {
    if (!(document instanceof Map<?, ?> fields)) {
      throw unusable(" is not a manifest: fields such as kind and metadata are expected.");
    }
    if ("List".equals(fields.get("kind")) && fields.get("items") instanceof List<?> items) {
      for (var item : items) {
        add(item);
      }
      return;
    }
    var json = SERIALIZATION.convertValue(fields, JsonNode.class);
    for (var place : List.of("/apiVersion", "/kind", "/metadata/name")) {
      if (!json.at(place).isTextual()) {
        var field = place.substring(1).replace('/', '.');
        throw unusable(": an object has no %s, or one that is not a text.".formatted(field));
      }
    }
    var name = json.path("kind").asText() + " " + json.at("/metadata/name").asText();
    requireTexts(name, json);
    found.add(new Manifest(file, converted(name, fields)));
  }

  /** Kubernetes refuses numbers and booleans in these maps; the client would make texts of them. */
  private void requireTexts(String name, JsonNode json) throws Unusable {
    for (var place :
        List.of(
            "/metadata/labels",
            "/metadata/annotations",
            "/spec/selector/matchLabels",
            "/spec/template/metadata/labels",
            "/spec/template/metadata/annotations",
            "/data",
            "/stringData")) {
      for (var field : json.at(place).properties()) {
        var value = field.getValue();
        if (!value.isTextual() && !value.isNull()) {
          var path = place.substring(1).replace('/', '.');
          throw unusable(
              ": %s, %s: the value of %s must be a text; write it in quotes: \"%s\"."
                  .formatted(name, path, field.getKey(), value.asText()));
        }
      }
    }
  }

  private GenericKubernetesResource converted(String name, Map<?, ?> fields) throws Unusable {
    try {
      return SERIALIZATION.convertValue(fields, GenericKubernetesResource.class);
    } catch (IllegalArgumentException wrong) {
      throw unusable(": %s: %s".formatted(name, reason(wrong)));
    }
  }

  /** The field and its problem, without the names of Java's types that follow in brackets. */
  static String reason(IllegalArgumentException wrong) {
    if (!(wrong.getCause() instanceof JsonMappingException problem)) {
      return String.valueOf(wrong.getMessage());
    }
    var path = new StringBuilder();
    for (var step : problem.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path + " has a value of a wrong type.";
  }

  private Unusable unusable(String problem) {
    return new Unusable(file + problem);
  }
}
