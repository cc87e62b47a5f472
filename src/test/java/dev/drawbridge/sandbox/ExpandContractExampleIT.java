package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expand, roll out, contract: operator, runner and database are the real ones. */
class ExpandContractExampleIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Path EXAMPLE = Path.of("manifests", "examples", "expand-contract");

  @Test
  void columnGoesWhenNothingOldHasRunForTheSoakTime(@TempDir Path folder) throws Exception {
    try (var postgres = Postgres.start(folder.resolve("postgres"));
        var cluster = PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1));
        var operator =
            OperatorProgram.start(JAR, cluster.server().url(), folder.resolve("operator"))) {
      operator.awaitReady();
      createSecret(cluster, postgres.createDatabase("customers"));
      for (var manifest : Manifests.at(EXAMPLE)) {
        var resource = manifest.resource();
        cluster
            .client()
            .resource(manifest.is("Migration") ? hurried(manifest.as(Migration.class)) : resource)
            .inNamespace("default")
            .create();
      }

      var waiting =
          awaitStatus(cluster, "customers-contract", status -> !status.waiting().isEmpty());
      var contract =
          awaitStatus(
              cluster,
              "customers-contract",
              status -> status.run() != null && !status.runUnderWay());

      var run = Objects.requireNonNull(contract.run());
      assertThat(run.outcome()).as(run.message() + cluster.node().logs()).isEqualTo(Run.VERIFIED);
      assertThat(run.to()).isEqualTo("3");
      assertThat(run.startedAt()).isAfterOrEqualTo(waiting.waiting().getFirst().until());
      assertThat(run.startedAt()).isAfter(rolledOutAt(cluster).plusSeconds(1));
      assertThat(Objects.requireNonNull(status(cluster, "customers").verified()).version())
          .isEqualTo("2");
    }
  }

  /** With a soak time that a test can wait for. */
  private static Migration hurried(Migration migration) {
    var soaks =
        migration.getSpec().dependsOn().stream()
            .map(one -> new Dependency(one.name(), "4s"))
            .toList();
    assertThat(migration.getSpec().dependsOn())
        .allSatisfy(one -> assertThat(one.soak()).isEqualTo("24h"));
    migration.setSpec(SpecDraft.of(migration.getSpec()).dependsOn(List.copyOf(soaks)).spec());
    return migration;
  }

  private static void createSecret(PlayedCluster cluster, Postgres.Database database) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("customers-db")
                .withNamespace("default")
                .endMetadata()
                .withStringData(database.secret())
                .build())
        .create();
  }

  private static MigrationStatus awaitStatus(
      PlayedCluster cluster, String name, Predicate<MigrationStatus> wanted) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(cluster, name), wanted);
  }

  private static MigrationStatus status(PlayedCluster cluster, String name) {
    var migration =
        cluster.client().resources(Migration.class).inNamespace("default").withName(name).get();
    return Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
  }

  /** When the one pod of the Deployment was made. */
  private static Instant rolledOutAt(PlayedCluster cluster) {
    var pods = cluster.client().pods().inNamespace("default").withLabel("app", "customers").list();
    assertThat(pods.getItems()).hasSize(1);
    return Instant.parse(pods.getItems().getFirst().getMetadata().getCreationTimestamp());
  }
}
