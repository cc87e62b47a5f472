package dev.drawbridge.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Migration;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The custom resource definition of a Migration, made from the records of {@code
 * dev.drawbridge.api}. What the generator cannot say by annotation is added here.
 */
final class CustomResourceFile {

  static final Path PATH = Path.of("crds/migrations.drawbridge.dev.yaml");

  private static final String HEADER =
      "# Generated from the records of dev.drawbridge.api: ./mvnw test -Dtest=GeneratedFilesTest"
          + " -Dwrite\n";

  private static final String PRINTER_COLUMNS =
      """
      - {name: Phase, type: string, jsonPath: .status.phase}
      - {name: Schema, type: string, jsonPath: .status.verified.version}
      - {name: Step, type: string, jsonPath: .status.run.step}
      - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      - {name: Reason, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].reason', priority: 1}
      - {name: Held, type: integer, jsonPath: .status.held, priority: 1}
      """;

  private static final String NAME_RULE =
      """
      - rule: self.metadata.name.size() <= 63
        message: metadata.name is at most 63 letters, because it becomes a label; choose a shorter name
      """;

  private CustomResourceFile() {}

  static String content() {
    return HEADER + Yaml.write(definition());
  }

  static JsonNode definition() {
    var definition = (ObjectNode) Yaml.read(generated());
    ((ObjectNode) definition.path("metadata")).remove("annotations");
    SchemaTidying.tidy(definition);
    var version = (ObjectNode) definition.at("/spec/versions/0");
    version.set("additionalPrinterColumns", Yaml.read(PRINTER_COLUMNS));
    var schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.set("x-kubernetes-validations", Yaml.read(NAME_RULE));
    schema.set("required", Yaml.read("[spec]"));
    describe(schema, "A database migration, run once, for which Deployments wait.");
    describe(schema.at("/properties/spec"), "What is asked for.");
    describe(schema.at("/properties/status"), "What happened, and what the gate may rely on.");
    addKey((ObjectNode) schema.at("/properties/status/properties/conditions"));
    return definition;
  }

  private static void describe(JsonNode schema, String description) {
    ((ObjectNode) schema).put("description", description);
  }

  /** So that appliers may own conditions one by one. */
  private static void addKey(ObjectNode conditions) {
    conditions.put("x-kubernetes-list-type", "map");
    conditions.set("x-kubernetes-list-map-keys", Yaml.read("[type]"));
  }

  private static String generated() {
    var output = new Output();
    new CRDGenerator()
        .customResourceClasses(Migration.class)
        .forCRDVersions("v1")
        .withOutput(output)
        .generate();
    return output.text.toString(StandardCharsets.UTF_8);
  }

  /** Where the generator writes the one definition that there is. */
  private static final class Output implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return text;
    }

    @Override
    public void close() {}
  }
}
