package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Migration of two steps from end to end: operator, runner and database are the real ones. */
class TwoStepsIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");

  @TempDir Path folder;
  private Postgres postgres;
  private Postgres.Database database;
  private PlayedCluster cluster;
  private OperatorProgram operator;

  @BeforeEach
  void startAll() throws Exception {
    postgres = Postgres.start(folder.resolve("postgres"));
    database = postgres.createDatabase("shop");
    cluster = PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1));
    operator = OperatorProgram.start(JAR, cluster.server().url(), folder.resolve("operator"));
    operator.awaitReady();
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("shop-db")
            .withNamespace("default")
            .endMetadata()
            .withStringData(database.secret())
            .build();
    cluster.client().resource(secret).create();
  }

  @AfterEach
  void stopAll() {
    operator.close();
    cluster.close();
    postgres.close();
  }

  private void apply(String secondScript) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: shop, namespace: default}
        spec:
          database: {secretRef: {name: shop-db}}
          migrate:
          - flyway:
              schemas: [catalog]
              inline: {V7__items.sql: "create table items (id int)"}
          - flyway:
              schemas: [sales]
              inline:
                V1__orders.sql: "create table orders (id int)"
                V2__lines.sql: "%s"
        """
            .formatted(secondScript);
    var migration = Serialization.unmarshal(yaml, Migration.class);
    OnConflict.again(() -> apply(migration));
  }

  private void apply(Migration migration) {
    var existing = cluster.client().resource(migration).get();
    if (existing == null) {
      cluster.client().resource(migration).create();
    } else {
      existing.setSpec(migration.getSpec());
      cluster.client().resource(existing).update();
    }
  }

  private MigrationStatus awaitEnd(int runs) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(this::status, status -> hasEnded(status) && status.history().size() == runs - 1);
  }

  private MigrationStatus status() {
    var migration =
        cluster.client().resources(Migration.class).inNamespace("default").withName("shop").get();
    return Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
  }

  private static boolean hasEnded(MigrationStatus status) {
    return status.run() != null && !status.run().underWay();
  }

  private static Run run(MigrationStatus status) {
    return Objects.requireNonNull(status.run());
  }

  /** What was applied or failed: the step, what became of it, and the script. */
  private static List<String> scripts(MigrationStatus status) {
    return run(status).timeline().stream()
        .filter(entry -> entry.phase().equals("migrate") && !entry.state().equals("Started"))
        .map(entry -> "%s %s %s".formatted(entry.step(), entry.state(), entry.subject()))
        .toList();
  }

  private List<String> query(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  @Test
  void bothStepsAreAppliedInOrderAndTheLastVersionCounts() throws Exception {
    apply("create table lines (id int)");

    var status = awaitEnd(1);

    assertThat(run(status).outcome()).as(cluster.node().logs()).hasToString("Verified");
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("2");
    assertThat(Objects.requireNonNull(status.verified()).applied()).containsExactly("1", "2");
    assertThat(run(status).from()).isNull();
    assertThat(run(status).to()).isEqualTo("2");
    assertThat(scripts(status))
        .containsExactly(
            "flyway Applied 7 items", "flyway Applied 1 orders", "flyway Applied 2 lines");
    assertThat(query("select version from catalog.flyway_schema_history where version is not null"))
        .containsExactly("7");
  }

  @Test
  void failureInTheSecondStepLeavesTheFirstRecorded() throws Exception {
    apply("create table orders (id int)");
    var failed = awaitEnd(1);

    assertThat(run(failed).outcome()).as(cluster.node().logs()).hasToString("Failed");
    assertThat(Objects.requireNonNull(run(failed).failure()).script()).isEqualTo("V2__lines.sql");
    assertThat(failed.verified()).isNull();
    assertThat(scripts(failed))
        .containsExactly(
            "flyway Applied 7 items", "flyway Applied 1 orders", "flyway Failed V2__lines.sql");
  }
}
