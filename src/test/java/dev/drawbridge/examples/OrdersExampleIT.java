package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest example, on a real PostgreSQL. */
class OrdersExampleIT {

  @Test
  void bringsTheVersionThatItsDeploymentAsksFor(@TempDir Path directory) throws Exception {
    try (var database = MigratedDatabase.start("orders", directory)) {
      var example = database.example();
      assertThat(example.migration().getSpec().unsupported()).isNull();
      assertThat(example.deployment().getMetadata().getLabels())
          .containsEntry(Markers.MIGRATION_LABEL, example.migration().getMetadata().getName());
      assertThat(example.deployment().getSpec().getTemplate().getMetadata().getAnnotations())
          .containsEntry(Markers.SCHEMA_ANNOTATION, database.result().targetSchemaVersion);
    }
  }
}
