package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import org.junit.jupiter.api.Test;

/** The smallest example, on a real PostgreSQL. */
class OrdersExampleIT {

  @Test
  void bringsTheVersionThatItsDeploymentAsksFor() throws Exception {
    try (var database = MigratedDatabase.start("orders")) {
      var example = database.example();
      assertThat(example.migration().getSpec().unsupported()).isNull();
      assertThat(example.deployment().getMetadata().getLabels())
          .containsEntry(Markers.MIGRATION_LABEL, example.migration().getMetadata().getName());
      assertThat(example.deployment().getSpec().getTemplate().getMetadata().getAnnotations())
          .containsEntry(Markers.SCHEMA_ANNOTATION, database.result().targetSchemaVersion);
    }
  }
}
