package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a CustomResourceDefinition says in plain words about its objects: types, sizes, what is
 * required. Its rules in CEL are not checked, but for the length of a name; nor are unknown fields.
 */
public record CustomSchema(JsonNode schema) {

  private static final Pattern NAME_RULE =
      Pattern.compile("self\\.metadata\\.name\\.size\\(\\) <= ([0-9]+)");

  static CustomSchema of(JsonNode definition, String version) {
    return StreamSupport.stream(definition.at("/spec/versions").spliterator(), false)
        .filter(one -> one.path("name").asText().equals(version))
        .map(one -> new CustomSchema(one.at("/schema/openAPIV3Schema")))
        .findFirst()
        .orElseThrow();
  }

  /** The schema of {@code kind}, whose definition is in {@code folder}. */
  public static CustomSchema in(Path folder, String kind) {
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        var json = new KubernetesSerialization().unmarshal(Files.readString(file), JsonNode.class);
        if (json.at("/spec/names/kind").asText().equals(kind)) {
          return new CustomSchema(json.at("/spec/versions/0/schema/openAPIV3Schema"));
        }
      }
      throw new IllegalArgumentException("%s does not define %s".formatted(folder, kind));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What an API server would refuse about {@code object}: the field, and what is wrong there. */
  public List<String> problems(JsonNode object) {
    var problems = new ArrayList<String>();
    for (var rule : schema.path("x-kubernetes-validations")) {
      var length = NAME_RULE.matcher(rule.path("rule").asText());
      if (length.matches()
          && object.at("/metadata/name").asText().length() > Integer.parseInt(length.group(1))) {
        problems.add(rule.path("message").asText());
      }
    }
    SchemaCheck.into(problems).check("", schema, object);
    return problems;
  }
}
