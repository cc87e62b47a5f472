package dev.drawbridge.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A custom resource definition, made from the records of {@code dev.drawbridge.api}. What the
 * generator cannot say by annotation is added here.
 */
enum CustomResourceFile {
  MIGRATION(
      Migration.class,
      "migrations",
      "A database migration, run once, for which Deployments wait.",
      "What happened, and what the gate may rely on.",
      """
      - {name: Phase, type: string, jsonPath: .status.phase}
      - {name: Schema, type: string, jsonPath: .status.verified.version}
      - {name: Step, type: string, jsonPath: .status.run.step}
      - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      - {name: Reason, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].reason', priority: 1}
      - {name: Held, type: integer, jsonPath: .status.held, priority: 1}
      """),
  ROLLBACK(
      Rollback.class,
      "rollbacks",
      "The way back of a Migration, done once.",
      "What happened.",
      """
      - {name: Migration, type: string, jsonPath: .spec.migration}
      - {name: Phase, type: string, jsonPath: .status.phase}
      - {name: Schema, type: string, jsonPath: .status.run.to}
      - {name: Step, type: string, jsonPath: .status.run.step}
      - {name: Requested by, type: string, jsonPath: '.metadata.annotations.drawbridge\\.dev/requested-by'}
      - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      - {name: Reason, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].reason', priority: 1}
      """);

  private static final String HEADER =
      "# Generated from the records of dev.drawbridge.api: ./mvnw test -Dtest=GeneratedFilesTest"
          + " -Dwrite\n";

  private static final String NAME_RULE =
      """
      - rule: self.metadata.name.size() <= 63
        message: metadata.name is at most 63 letters, because it becomes a label; choose a shorter name
      """;

  private static final String NOT_AFTER_ITSELF =
      """
      - rule: "!has(self.spec.dependsOn) || self.spec.dependsOn.all(one, one.name != self.metadata.name)"
        message: spec.dependsOn names the Migration itself, which would wait for ever; name the one that comes first
      """;

  /**
   * Who waits by kstatus takes a resource without a status for finished: this one is of an older
   * generation than any, so it is in progress until the operator has looked.
   */
  private static final String NOT_LOOKED_AT = "{observedGeneration: -1}";

  private final Class<? extends CustomResource<?, ?>> type;
  private final String plural;
  private final String description;
  private final String statusDescription;
  private final String columns;

  CustomResourceFile(
      Class<? extends CustomResource<?, ?>> type,
      String plural,
      String description,
      String statusDescription,
      String columns) {
    this.type = type;
    this.plural = plural;
    this.description = description;
    this.statusDescription = statusDescription;
    this.columns = columns;
  }

  Path path() {
    return Path.of("crds", plural + ".drawbridge.dev.yaml");
  }

  String content() {
    return HEADER + Yaml.write(definition());
  }

  JsonNode definition() {
    var definition = (ObjectNode) Yaml.read(generated());
    ((ObjectNode) definition.path("metadata")).remove("annotations");
    SchemaTidying.tidy(definition);
    var version = (ObjectNode) definition.at("/spec/versions/0");
    version.set("additionalPrinterColumns", Yaml.read(columns));
    var schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.set("x-kubernetes-validations", Yaml.read(rules()));
    schema.set("required", Yaml.read("[spec]"));
    describe(schema, description);
    describe(schema.at("/properties/spec"), "What is asked for.");
    describe(schema.at("/properties/status"), statusDescription);
    ((ObjectNode) schema.at("/properties/status")).set("default", Yaml.read(NOT_LOOKED_AT));
    addKey((ObjectNode) schema.at("/properties/status/properties/conditions"));
    return definition;
  }

  private String rules() {
    return this == MIGRATION ? NAME_RULE + NOT_AFTER_ITSELF : NAME_RULE;
  }

  private static void describe(JsonNode schema, String description) {
    ((ObjectNode) schema).put("description", description);
  }

  /** So that appliers may own conditions one by one. */
  private static void addKey(ObjectNode conditions) {
    conditions.put("x-kubernetes-list-type", "map");
    conditions.set("x-kubernetes-list-map-keys", Yaml.read("[type]"));
  }

  private String generated() {
    var output = new Output();
    new CRDGenerator()
        .customResourceClasses(type)
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
