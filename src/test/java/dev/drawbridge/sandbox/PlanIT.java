package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The plan of a run in the status, with the real operator, runner and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");

  private Postgres postgres;
  private Postgres.Database database;
  private PlayedCluster cluster;
  private OperatorProgram operator;
  private int tests;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    postgres = Postgres.start(folder.resolve("postgres"));
    cluster = PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1));
    operator = OperatorProgram.start(JAR, cluster.server().url(), folder.resolve("operator"));
    operator.awaitReady();
  }

  @AfterAll
  void stopAll() {
    operator.close();
    cluster.close();
    postgres.close();
  }

  @BeforeEach
  void newDatabase() throws Exception {
    tests++;
    database = postgres.createDatabase("shop" + tests);
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name())
            .withNamespace("default")
            .endMetadata()
            .withStringData(database.secret())
            .build();
    cluster.client().resource(secret).create();
  }

  private String name() {
    return "shop" + tests;
  }

  /**
   * @param fields of spec, beginning with migrate
   */
  private MigrationStatus migrate(String fields, int runs) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s, namespace: default}
        spec:
          database: {secretRef: {name: %1$s}}
        """
                .formatted(name())
            + fields.indent(2);
    var migration = Serialization.unmarshal(yaml, Migration.class);
    OnConflict.again(() -> apply(migration));
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(this::status, status -> hasEnded(status) && status.history().size() == runs - 1);
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

  private MigrationStatus status() {
    var migration =
        cluster.client().resources(Migration.class).inNamespace("default").withName(name()).get();
    return Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
  }

  private static boolean hasEnded(MigrationStatus status) {
    return status.run() != null && !status.run().underWay();
  }

  private static Run run(MigrationStatus status) {
    return Objects.requireNonNull(status.run());
  }

  private static final String REHEARSED =
      """
      migrate:
      - flyway:
          inline:
            V1__items.sql: "create table items (id int)"
            V2__index.sql: "create index concurrently on items (id)"
      guardrails: {rehearse: true}
      """;

  private static final String FAILS =
      """
      migrate:
      - flyway:
          inline:
            V1__items.sql: "create table items (id int)"
            V2__index.sql: "create index concurrently on items (id)"
            V3__wider.sql: "alter table items alter id type bigint; alter table items add wrong imt"
      guardrails: {rehearse: true}
      """;

  private static Plan plan(MigrationStatus status) {
    return Objects.requireNonNull(status.plan(), () -> run(status).message());
  }

  @Test
  void statusHasWhatARunWasGoingToDo() {
    var first = migrate(REHEARSED, 1);

    assertThat(run(first).outcome()).as(run(first).message()).isEqualTo(Run.VERIFIED);
    assertThat(plan(first).run()).isEqualTo(run(first).id());
    assertThat(plan(first).digest()).matches("[0-9a-f]{64}");
    assertThat(plan(first).pending()).isEqualTo(2);
    assertThat(plan(first).scripts())
        .extracting(script -> script.file() + " " + script.version() + " " + script.transactional())
        .containsExactly("V1__items.sql 1 true", "V2__index.sql 2 false");
    var shown = Objects.requireNonNull(plan(first).rehearsed());
    assertThat(shown.scripts()).isEqualTo(1);
    assertThat(shown.notRehearsed())
        .extracting(Plan.Left::subject)
        .containsExactly("V2__index.sql");

    var second = migrate(FAILS, 2);

    assertThat(run(second).reason()).isEqualTo("RehearsalFailed");
    assertThat(run(second).message())
        .startsWith("Rehearsal: V3__wider.sql, line 1: ")
        .contains("Nothing was applied");
    assertThat(plan(second).run()).isEqualTo(run(second).id());
    assertThat(plan(second).digest()).isNotEqualTo(plan(first).digest());
    assertThat(plan(second).from()).isEqualTo("2");
    assertThat(plan(second).to()).isEqualTo("3");
    assertThat(plan(second).rehearsed()).isNull();
    assertThat(Objects.requireNonNull(second.verified()).version()).isEqualTo("2");
  }

  @Test
  void describeShowsTheLocks() {
    migrate(REHEARSED, 1);
    var status = migrate(FAILS.replace("; alter table items add wrong imt", ""), 2);
    var described =
        String.join(
            "\n",
            ReadableStatus.of(
                new KubernetesSerialization().convertValue(status, JsonNode.class), 0));

    assertThat(run(status).outcome()).as(run(status).message()).isEqualTo(Run.VERIFIED);
    assertThat(described)
        .contains("Plan:", "Digest:", "Pending:", "Rehearsed:")
        .containsPattern("ACCESS EXCLUSIVE +items +reads and writes +V3__wider.sql +1")
        .containsPattern("V3__wider.sql +3 +-?[0-9]+ +true");
  }
}
