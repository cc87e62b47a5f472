package dev.drawbridge.sandbox;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.node.ProgramImage;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Operator, runner and database, the real ones, with a played cluster between them, for tests that
 * apply a Migration and look at what becomes of it.
 */
final class Stage implements AutoCloseable {

  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final PlayedCluster cluster;
  private final OperatorProgram operator;

  /** Started when the first database is made: a file needs none. */
  private @Nullable Postgres postgres;

  private final int server;

  private Stage(Path folder, Map<String, Path> images, int server) throws Exception {
    this.folder = folder;
    this.server = server;
    cluster =
        PlayedCluster.start(
            new ProgramImage(JAR, images), folder.resolve("node"), Duration.ofSeconds(1));
    operator = OperatorProgram.start(JAR, cluster.server().url(), folder.resolve("operator"));
    operator.awaitReady();
  }

  static Stage open(Path folder) throws Exception {
    return open(folder, Map.of());
  }

  /**
   * @param images from the name of an image to the folder that stands for its root
   */
  static Stage open(Path folder, Map<String, Path> images) throws Exception {
    return open(folder, images, Postgres.NEWEST);
  }

  /**
   * @param server the major version of its databases
   */
  static Stage open(Path folder, Map<String, Path> images, int server) throws Exception {
    return new Stage(folder, images, server);
  }

  /** A new database, and a Secret for it. */
  Postgres.Database database(String name, String secret) throws SQLException {
    if (postgres == null) {
      postgres = Postgres.start(folder.resolve("postgres"), server);
    }
    return database(postgres, name, secret);
  }

  /** The same, on a server of the test's own. */
  Postgres.Database database(Postgres server, String name, String secret) throws SQLException {
    var database = server.createDatabase(name);
    var content =
        new SecretBuilder()
            .withNewMetadata()
            .withName(secret)
            .withNamespace(Example.NAMESPACE)
            .endMetadata()
            .withStringData(database.secret())
            .build();
    cluster.client().resource(content).create();
    return database;
  }

  /** A connection to the database of this name that may do everything. */
  Connection superuser(String name) throws SQLException {
    return Objects.requireNonNull(postgres).superuser(name);
  }

  /** A Migration with these fields of spec, whose database's Secret has its name. */
  void migrate(String name, String fields) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s, namespace: default}
        spec:
          database: {secretRef: {name: %1$s}}
        """
                .formatted(name)
            + fields.indent(2);
    var migration = Serialization.unmarshal(yaml, Migration.class);
    OnConflict.again(() -> put(migration));
  }

  private void put(Migration migration) {
    var existing = cluster.client().resource(migration).get();
    if (existing == null) {
      apply(migration);
    } else {
      existing.setSpec(migration.getSpec());
      cluster.client().resource(existing).update();
    }
  }

  void apply(HasMetadata resource) {
    cluster.client().resource(resource).inNamespace(Example.NAMESPACE).create();
  }

  /** A new claim, which is a folder of the node. */
  void claim(String name) {
    apply(
        new PersistentVolumeClaimBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  /** The status of a Migration after so many runs. */
  MigrationStatus awaitEnd(String name, int runs) {
    return await(name, status -> hasEnded(status) && status.history().size() == runs - 1);
  }

  /** The status of a Migration as soon as it is {@code wanted}. */
  MigrationStatus await(String name, Predicate<MigrationStatus> wanted) {
    return Awaitility.await().atMost(PATIENCE).until(() -> status(name), wanted);
  }

  private MigrationStatus status(String name) {
    var migration =
        cluster
            .client()
            .resources(Migration.class)
            .inNamespace(Example.NAMESPACE)
            .withName(name)
            .get();
    return Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
  }

  private static boolean hasEnded(MigrationStatus status) {
    return status.run() != null && !status.run().underWay();
  }

  static Run run(MigrationStatus status) {
    return Objects.requireNonNull(status.run());
  }

  /** The timeline's entries of {@code phase}: the state, the subject, and what was said. */
  static List<String> told(MigrationStatus status, String phase) {
    return run(status).timeline().stream()
        .filter(entry -> entry.phase().equals(phase))
        .map(entry ->
            entry.state()
                + " "
                + entry.subject()
                + (entry.message() == null ? "" : ": " + entry.message()))
        .toList();
  }

  PlayedCluster cluster() {
    return cluster;
  }

  /** What processes of containers have written. */
  String logs() {
    return cluster.node().logs();
  }

  /** As the API server stores it when {@code user} annotates the Migration. */
  void approve(String migration, String role, String digest, String user) {
    var resource =
        cluster
            .client()
            .resources(Migration.class)
            .inNamespace(Example.NAMESPACE)
            .withName(migration);
    OnConflict.again(() ->
        resource.edit(current -> {
          var annotations =
              new HashMap<>(
                  Objects.requireNonNullElse(current.getMetadata().getAnnotations(), Map.of()));
          annotations.put("drawbridge.dev/approve." + role, digest);
          annotations.put("drawbridge.dev/approved-by." + role, user);
          current.getMetadata().setAnnotations(annotations);
          return current;
        }));
  }

  static void execute(Postgres.Database database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> query(Postgres.Database database, String sql) throws SQLException {
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

  @Override
  public void close() {
    operator.close();
    cluster.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
