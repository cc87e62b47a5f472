package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Check;
import dev.drawbridge.api.Markers;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The m10-recovery example on a real PostgreSQL: its scripts apply, and its checks hold. */
class M10RecoveryExampleIT {

  @AutoClose
  private static final MigratedDatabase DATABASE = MigratedDatabase.start("m10-recovery");

  private final Example example = DATABASE.example();

  @Test
  void emptyDatabaseIsTakenFromNothingTo22() {
    var result = DATABASE.result();
    assertThat(result.initialSchemaVersion).isNull();
    assertThat(result.targetSchemaVersion).isEqualTo("22");
    assertThat(result.migrations.stream().map(script -> script.version + " " + script.description))
        .containsExactly("21 durable queue", "22 production hardening");
  }

  @Test
  void deploymentAsksForWhatTheMigrationBrings() {
    assertThat(example.migration().getSpec().unsupported()).isNull();
    assertThat(example.deployment().getMetadata().getLabels())
        .containsEntry(Markers.MIGRATION_LABEL, example.migration().getMetadata().getName());
    assertThat(example.deployment().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry(Markers.SCHEMA_ANNOTATION, DATABASE.result().targetSchemaVersion);
  }

  @Test
  void namedObjectsAreAllThatExist() throws SQLException {
    var schema = Objects.requireNonNull(example.migration().getSpec().verify().getFirst().schema());
    try (var session = DATABASE.connect()) {
      assertThat(
              session.column(
                  "SELECT tablename FROM pg_tables WHERE schemaname = 'm10_recovery'"
                      + " AND tablename <> 'flyway_schema_history'"))
          .containsExactlyInAnyOrderElementsOf(
              schema.tables().stream().map(Check.Table::name).toList());
      assertThat(
              session.column(
                  "SELECT proname FROM pg_proc WHERE pronamespace = 'm10_recovery'::regnamespace"))
          .containsExactlyInAnyOrderElementsOf(schema.functions());
    }
  }

  @Test
  void everyQueryFindsWhatItsCheckExpects() throws SQLException {
    var spec = example.migration().getSpec();
    var queries =
        Stream.of(spec.preflight(), spec.verify())
            .flatMap(List::stream)
            .filter(check -> check.sql() != null)
            .toList();
    assertThat(queries).hasSize(6);
    try (var session = DATABASE.connect()) {
      for (var check : queries) {
        var sql = Objects.requireNonNull(check.sql());
        var expected = Objects.requireNonNull(sql.expect().equalTo()).getValue();
        assertThat(session.value(sql.query())).as(check.name()).isEqualTo(expected.toString());
      }
    }
  }

  @Test
  void onlySessionsOfOthersThatAreAtWorkAreActive() throws SQLException {
    var preflight = example.migration().getSpec().preflight().getFirst();
    var query = Objects.requireNonNull(preflight.sql()).query();
    try (var observer = DATABASE.connect();
        var client = DATABASE.connect()) {
      assertThat(observer.value(query)).as("idle").isEqualTo("0");
      client.execute("BEGIN");
      assertThat(observer.value(query)).as("in a transaction").isEqualTo("1");
      client.execute("SET application_name = 'drawbridge/4f2c1e9/1'");
      assertThat(observer.value(query)).as("our own").isEqualTo("0");
    }
  }

  @Test
  void roleThatCannotSeeOthersTakesThemForActive() throws SQLException {
    var preflight = example.migration().getSpec().preflight().getFirst();
    var query = Objects.requireNonNull(preflight.sql()).query();
    try (var observer = DATABASE.connect();
        var client = DATABASE.connect()) {
      client.execute("CREATE ROLE restricted");
      observer.execute("SET ROLE restricted");
      assertThat(observer.value(query)).isEqualTo("1");
    }
  }
}
