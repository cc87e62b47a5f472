package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.command.manifest.Manifest;
import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A folder of {@code manifests/examples} on a stage: its database as it is before, and applied. */
record AppliedExample(
    Stage stage,
    Path folder,
    Migration migration,
    Deployment deployment,
    Postgres.Database database) {

  /** Makes the database, with what the example's {@code before.sql} has in it. */
  static AppliedExample prepare(Stage stage, String name) throws Exception {
    var folder = Path.of("manifests", "examples", name);
    var manifests = Manifests.at(folder);
    var migration = only(manifests, "Migration").as(Migration.class);
    assertThat(migration.getSpec().unsupported()).isNull();
    var secret = Objects.requireNonNull(migration.getSpec().database().secretRef(), name).name();
    var database = stage.database(migration.getMetadata().getName(), secret);
    var before = folder.resolve("before.sql");
    if (Files.exists(before)) {
      Stage.execute(database, Files.readString(before));
    }
    return new AppliedExample(
        stage, folder, migration, only(manifests, "Deployment").as(Deployment.class), database);
  }

  private static Manifest only(List<Manifest> manifests, String kind) {
    return manifests.stream()
        .filter(one -> one.is(kind))
        .reduce((one, two) -> {
          throw new IllegalStateException("two of kind " + kind);
        })
        .orElseThrow();
  }

  /** What has become of it after so many runs. */
  MigrationStatus awaitEnd(int runs) {
    return stage.awaitEnd(migration.getMetadata().getName(), runs);
  }

  void apply() throws Exception {
    for (var manifest : Manifests.at(folder)) {
      stage.apply(manifest.resource());
    }
  }

  /** Asks for another run of the same. */
  void retry() {
    stage
        .cluster()
        .client()
        .resource(migration)
        .inNamespace(Example.NAMESPACE)
        .edit(resource -> {
          var annotations =
              new HashMap<>(
                  Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of()));
          annotations.put(Markers.RETRY_ANNOTATION, "1");
          resource.getMetadata().setAnnotations(annotations);
          return resource;
        });
  }

  boolean isHeld() {
    var now = stage.cluster().client().resource(deployment).inNamespace(Example.NAMESPACE).get();
    return Boolean.TRUE.equals(now.getSpec().getPaused());
  }

  void awaitRelease() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !isHeld());
  }
}
