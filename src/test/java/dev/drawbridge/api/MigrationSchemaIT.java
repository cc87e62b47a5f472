package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server accepts as a Migration, and with which sentence it refuses the rest. */
class MigrationSchemaIT {

  private static final Path EXAMPLES = Path.of("src/test/resources/api");
  private static RealApiServer server;

  @BeforeAll
  static void installTheDefinition() {
    server = RealApiServer.shared();
    server.installCustomResources();
  }

  static List<Path> accepted() throws IOException {
    return files("accepted");
  }

  /** Files whose first line is the sentence that is expected, as a comment. */
  static List<Path> refused() throws IOException {
    return files("refused");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void keepsAllOfAGoodOne(Path file) throws IOException {
    var asked = Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);

    var stored = create(asked);

    assertThat(stored.<Object>get("spec")).isEqualTo(asked.get("spec"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsBackWhatItHasWritten(Path file) throws IOException {
    var migration = Serialization.unmarshal(Files.readString(file), Migration.class);

    var stored = server.client().resource(in(server.newNamespace(), migration)).create();

    assertThat(stored.getSpec().unsupported()).isNull();
    assertThat(stored.getSpec()).usingRecursiveComparison().isEqualTo(migration.getSpec());
  }

  /** The Migrations of {@code manifests/examples}. */
  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("manifests", "examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .flatMap(file -> Stream.of(read(file).split("(?m)^---\n", -1)))
          .filter(document -> document.contains("\nkind: Migration\n"))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(file + " cannot be read", unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keepsAllOfTheExamples(String example) {
    var asked = Serialization.unmarshal(example, GenericKubernetesResource.class);

    var stored = create(asked);

    assertThat(stored.<Object>get("spec")).isEqualTo(asked.get("spec"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesABadOneWithASentence(Path file) throws IOException {
    var text = Files.readString(file);
    var sentence = text.lines().findFirst().orElseThrow().substring("# ".length());

    assertRefused(Serialization.unmarshal(text, GenericKubernetesResource.class), sentence);
  }

  @Test
  void refusesInlineScriptsThatAreTooLargeTogether() {
    var half = "x".repeat(32768);

    assertThat(create(withInline(Map.of("V1__a.sql", half, "V2__b.sql", half)))).isNotNull();
    assertRefused(
        withInline(Map.of("V1__a.sql", half, "V2__b.sql", half + "x")),
        "inline scripts are at most 64 KiB together: put larger ones into ConfigMaps and name those"
            + " in configMaps");
  }

  @Test
  void countsInlineScriptsInBytes() {
    assertThat(create(withInline(Map.of("V1__a.sql", "ä".repeat(32768))))).isNotNull();
    assertRefused(
        withInline(Map.of("V1__a.sql", "ä".repeat(32769))), "inline scripts are at most 64 KiB");
  }

  /** A default that came with a newer definition would change the inputs of every run. */
  @Test
  void addsNothingToWhatWasWritten() {
    var migration = minimal();
    asMap(migration.get("spec")).put("guardrails", Map.of("deadline", "1h"));

    var stored = create(migration);

    assertThat(asMap(stored.get("spec"))).containsEntry("guardrails", Map.of("deadline", "1h"));
  }

  @Test
  void keepsTheWholeStatus() throws IOException {
    var text = Files.readString(EXAMPLES.resolve("status.yaml"));
    var status = Serialization.unmarshal(text, MigrationStatus.class);
    var migration = Serialization.unmarshal(Serialization.asYaml(minimal()), Migration.class);
    var created = server.client().resource(in(server.newNamespace(), migration)).create();
    created.setStatus(status);

    var stored = server.client().resource(created).updateStatus();

    assertThat(stored.getStatus()).isEqualTo(status);
    assertThat(asTree(Serialization.asYaml(stored.getStatus()))).isEqualTo(asTree(text));
  }

  @Test
  void definitionCanBeReplacedAsWellAsApplied() {
    var definition =
        server
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .load(Path.of("crds/migrations.drawbridge.dev.yaml").toFile())
            .item();

    var replaced =
        server
            .client()
            .resource(definition)
            .fieldValidation(FieldValidateable.Validation.STRICT)
            .update();

    assertThat(replaced.getSpec().getVersions()).hasSize(1);
  }

  private static void assertRefused(GenericKubernetesResource migration, String sentence) {
    assertThatThrownBy(() -> create(migration))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(sentence);
  }

  private static GenericKubernetesResource create(GenericKubernetesResource migration) {
    migration.getMetadata().setNamespace(server.newNamespace());
    return server
        .client()
        .resource(migration)
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .create();
  }

  private static Migration in(String namespace, Migration migration) {
    migration.getMetadata().setNamespace(namespace);
    return migration;
  }

  private static GenericKubernetesResource withInline(Map<String, String> scripts) {
    var migration = minimal();
    asMap(migration.get("spec"))
        .put("migrate", List.of(Map.of("flyway", Map.of("inline", scripts))));
    return migration;
  }

  private static GenericKubernetesResource minimal() {
    return Serialization.unmarshal(
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: orders}
        spec:
          database: {secretRef: {name: orders-db}}
          migrate: [{flyway: {configMaps: [orders-sql]}}]
        """,
        GenericKubernetesResource.class);
  }

  private static JsonNode asTree(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES.resolve(folder))) {
      return files.sorted().toList();
    }
  }
}
