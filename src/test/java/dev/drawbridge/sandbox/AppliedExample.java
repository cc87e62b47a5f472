package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
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

/**
 * A folder of {@code manifests/examples} on a stage: its database as it is before, and applied.
 *
 * @param <D> a database of PostgreSQL, or a file
 */
record AppliedExample<D>(
    Stage stage, Path folder, Migration migration, Deployment deployment, D database) {

  private static final Path ALL = Path.of("manifests", "examples");

  /** Makes the database, with what the example's {@code before.sql} has in it. */
  static AppliedExample<Postgres.Database> prepare(Stage stage, String name) throws Exception {
    var folder = ALL.resolve(name);
    var migration = migration(folder);
    var secret = Objects.requireNonNull(migration.getSpec().database().secretRef(), name).name();
    var database = stage.database(migration.getMetadata().getName(), secret);
    var before = folder.resolve("before.sql");
    if (Files.exists(before)) {
      Stage.execute(database, Files.readString(before));
    }
    return new AppliedExample<>(stage, folder, migration, deployment(folder), database);
  }

  /** The same, for an example whose database is a file on a claim. */
  static AppliedExample<SqliteFile> prepareFile(Stage stage, String name) throws Exception {
    var folder = ALL.resolve(name);
    var migration = migration(folder);
    var written = Objects.requireNonNull(migration.getSpec().database().sqlite(), name);
    var claim = stage.cluster().node().claim(Example.NAMESPACE, written.claim());
    var file = new SqliteFile(claim.resolve(written.path()));
    var before = folder.resolve("before.sql");
    if (Files.exists(before)) {
      file.execute(Files.readString(before));
    }
    return new AppliedExample<>(stage, folder, migration, deployment(folder), file);
  }

  private static Migration migration(Path folder) throws Exception {
    var migration = only(Manifests.at(folder), "Migration").as(Migration.class);
    assertThat(migration.getSpec().unsupported()).isNull();
    return migration;
  }

  private static Deployment deployment(Path folder) throws Exception {
    return only(Manifests.at(folder), "Deployment").as(Deployment.class);
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
    applyWithout();
  }

  /**
   * @param fields of the Migration's spec that are left out
   */
  void applyWithout(String... fields) throws Exception {
    for (var manifest : Manifests.at(folder)) {
      if (manifest.is("Migration") && manifest.resource().get("spec") instanceof Map<?, ?> spec) {
        List.of(fields).forEach(field -> assertThat(spec.remove(field)).as(field).isNotNull());
      }
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

  /** What becomes of the Rollback in this file of the example. */
  Rollback rollBack(String name) throws Exception {
    stage.apply(wayBack(name).resource());
    return await().atMost(Duration.ofSeconds(90)).until(() -> find(name), Rollback::isOver);
  }

  private Manifest wayBack(String name) throws Exception {
    return only(Manifests.at(folder.resolve("back").resolve(name + ".yaml")), Rollback.KIND);
  }

  /** The Rollback that {@link #rollBack} has applied, as it is now. */
  Rollback find(String name) throws Exception {
    var rollback = wayBack(name).as(Rollback.class);
    return stage.cluster().client().resource(rollback).inNamespace(Example.NAMESPACE).get();
  }

  boolean isHeld() {
    return Boolean.TRUE.equals(now().getSpec().getPaused());
  }

  int replicas() {
    return now().getSpec().getReplicas();
  }

  private Deployment now() {
    return stage.cluster().client().resource(deployment).inNamespace(Example.NAMESPACE).get();
  }

  void awaitRelease() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !isHeld());
  }
}
