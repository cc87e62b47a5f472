package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.command.manifest.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox says what is wrong with a folder before it starts anything. */
class ExampleTest {

  private static final String MIGRATION =
      """
      apiVersion: drawbridge.dev/v1alpha1
      kind: Migration
      metadata: {name: shop}
      spec:
        database: {secretRef: {name: shop-db}}
        migrate:
        - flyway: {inline: {V1__first.sql: select 1, V2__second_one.sql: select 2}}
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop, labels: {drawbridge.dev/migration: shop}}
      spec: {template: {metadata: {annotations: {drawbridge.dev/schema: "2"}}}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeSoundManifests() throws IOException {
    write("migration.yaml", MIGRATION);
    write("deployment.yml", DEPLOYMENT);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private Example example() throws Unusable {
    return Example.in(folder, Path.of("crds"));
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::example).isInstanceOf(Unusable.class).hasMessageContainingAll(parts);
  }

  @Test
  void inlineScriptsAreCounted() throws Exception {
    assertThat(example().scripts()).containsExactly("1 first", "2 second one");
  }

  @Test
  void scriptsOfConfigMapsAreCountedUpToTheTarget() throws Exception {
    write(
        "migration.yaml",
        MIGRATION.replaceFirst("flyway: .*", "flyway: {configMaps: [sql], target: '2'}"));
    write(
        "sql.json",
        """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "sql"},
         "data": {"V2_0__b.sql": "", "V10__c.sql": "", "V1__a.sql": "", "README.md": ""}}
        """);

    assertThat(example().scripts()).containsExactly("1 a", "2.0 b");
  }

  @Test
  void fieldThatNobodyKnowsIsKept() throws Exception {
    write("migration.yaml", MIGRATION + "  guardrailz: {deadline: 5m}\n");

    var migration = example().manifests().getLast().as(JsonNode.class);

    assertThat(migration.at("/spec/guardrailz/deadline").asText()).isEqualTo("5m");
  }

  @Test
  void fileThatIsNoYamlIsNamedWithItsLine() throws IOException {
    write("migration.yaml", "kind: Migration\nspec: a: b\n");

    assertRefused("migration.yaml, line 2");
  }

  @Test
  void valueOfAWrongTypeIsNamed() throws IOException {
    write("migration.yaml", MIGRATION.replaceFirst("flyway: .*", "flyway: {configMaps: sql}"));

    assertRefused("migration.yaml", "spec.migrate[0].flyway.configMaps: must be a list");
  }

  @Test
  void nameThatIsTooLongForALabelIsRefused() throws IOException {
    write("migration.yaml", MIGRATION.replace("name: shop}", "name: " + "s".repeat(64) + "}"));

    assertRefused("metadata.name is at most 63 letters");
  }

  @Test
  void numberInPlaceOfATextIsRefusedAsByACluster() throws IOException {
    write("deployment.yml", DEPLOYMENT.replace("\"2\"", "2"));

    assertRefused("deployment.yml", "spec.template.metadata.annotations", "\"2\"");
  }

  @Test
  void wrongTypeInADeploymentIsNamed() throws IOException {
    write("deployment.yml", DEPLOYMENT.replace("spec: {", "spec: {replicas: many, "));

    assertRefused("deployment.yml", "spec.replicas");
  }

  @Test
  void folderWithoutManifestsIsRefused() throws IOException {
    Files.delete(folder.resolve("migration.yaml"));
    Files.delete(folder.resolve("deployment.yml"));

    assertRefused("has no manifests");
  }

  @Test
  void folderWithoutAMigrationIsRefused() throws IOException {
    Files.delete(folder.resolve("migration.yaml"));

    assertRefused("has no Migration");
  }

  @Test
  void folderWithoutADeploymentIsRefused() throws IOException {
    write("deployment.yml", DEPLOYMENT.replace("migration: shop", "migration: other"));

    assertRefused("has no Deployment that waits", "drawbridge.dev/migration: shop");
  }

  @Test
  void configMapThatIsMissingIsNamed() throws IOException {
    write("migration.yaml", MIGRATION.replaceFirst("flyway: .*", "flyway: {configMaps: [sql]}"));

    assertRefused("ConfigMap sql");
  }
}
