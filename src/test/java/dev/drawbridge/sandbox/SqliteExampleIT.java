package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.command.manifest.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A database that is a file on a claim, from end to end: operator and runner are the real ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqliteExampleIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Path EXAMPLE = Path.of("manifests", "examples", "content-pipeline");

  private PlayedCluster cluster;
  private OperatorProgram operator;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    cluster = PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1));
    operator = OperatorProgram.start(JAR, cluster.server().url(), folder.resolve("operator"));
    operator.awaitReady();
  }

  @AfterAll
  void stopAll() {
    operator.close();
    cluster.close();
  }

  private void create(HasMetadata resource) {
    cluster.client().resource(resource).inNamespace("default").create();
  }

  private void createClaim(String name) {
    create(
        new PersistentVolumeClaimBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  private MigrationStatus awaitEnd(String name) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> status(name), status -> status.run() != null && !status.run().underWay());
  }

  private MigrationStatus status(String name) {
    var migration =
        cluster.client().resources(Migration.class).inNamespace("default").withName(name).get();
    return Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
  }

  private static Run run(MigrationStatus status) {
    return Objects.requireNonNull(status.run());
  }

  private List<String> query(String claim, String path, String sql) throws SQLException {
    return new SqliteFile(cluster.node().claim("default", claim).resolve(path)).query(sql);
  }

  @Test
  void exampleIsAppliedVerifiedAndLetsItsDeploymentGo() throws Exception {
    for (var manifest : Manifests.at(EXAMPLE)) {
      create(manifest.resource());
    }

    var status = awaitEnd("content-pipeline");

    assertThat(run(status).outcome())
        .as(run(status).message() + cluster.node().logs())
        .isEqualTo(Run.VERIFIED);
    assertThat(run(status).secret()).isEqualTo("content-data/data/content.db");
    assertThat(run(status).queue()).isEqualTo("default/content-data");
    assertThat(Objects.requireNonNull(status.verified()).applied()).containsExactly("1", "2");
    assertThat(
            query(
                "content-data",
                "data/content.db",
                "select count(*) from pragma_table_info('content_item_pipeline_state')"))
        .containsExactly("11");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(status("content-pipeline").gates())
                .singleElement()
                .matches(gate -> !gate.isHeld()));

    takeOutOfUse();
    assertThat(
            query(
                "content-data",
                "data/content.db",
                "select max(version) from flyway_schema_history"))
        .containsExactly("2");
  }

  private void takeOutOfUse() throws Exception {
    create(Manifests.at(EXAMPLE.resolve("back")).getFirst().resource());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(status("content-pipeline").phase()).isEqualTo(Phase.ROLLED_BACK);
          assertThat(status("content-pipeline").gates())
              .singleElement()
              .matches(gate -> gate.isHeld());
        });
  }

  private static Migration migration(String name, String fields) {
    return Serialization.unmarshal(
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s}
        spec:
          database: {sqlite: {claim: %1$s-data, path: app.db}}
        """
                .formatted(name)
            + fields.indent(2),
        Migration.class);
  }

  @Test
  void toolsFindTheFileByTheirVariable() throws Exception {
    createClaim("tools-data");
    create(
        migration(
            "tools",
            """
            migrate:
            - flyway:
                inline: {V1__items.sql: "create table items (id int);"}
            - run:
                image: python:3
                command: [python3, -c]
                args:
                - |
                  import os, sqlite3
                  with sqlite3.connect(os.environ["DRAWBRIDGE_SQLITE"], int(os.environ["DRAWBRIDGE_BUSY_TIMEOUT_MS"]) / 1000) as file:
                      file.execute("insert into items values (7)")
                      file.execute("create table tool_version as select 'ae10' as version_num")
                version: {query: select version_num from tool_version, to: ae10}
            verify:
            - {name: rows, sql: {query: select id from items, expect: {equals: 7}}}
            """));

    var status = awaitEnd("tools");

    assertThat(run(status).outcome())
        .as(run(status).message() + cluster.node().logs())
        .isEqualTo(Run.VERIFIED);
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("ae10");
    assertThat(query("tools-data", "app.db", "select id from items")).containsExactly("7");
  }

  @Test
  void missingClaimIsNamedAndTheRunGoesOnWhenItIsThere() {
    create(
        migration(
            "late", "migrate: [{flyway: {inline: {V1__a.sql: \"create table a (id int);\"}}}]"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(status("late").conditions())
                .anyMatch(condition ->
                    condition.reason().equals("MissingClaim")
                        && String.valueOf(condition.message())
                            .contains("Claim late-data does not exist")));
    createClaim("late-data");

    var status = awaitEnd("late");

    assertThat(run(status).outcome()).as(run(status).message()).isEqualTo(Run.VERIFIED);
  }
}
