package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Rollbacks of the Migration orders on one stage. */
record RollbacksOnStage(Stage stage) {

  /** Verifies schema 6 and then 7, and lets the Deployment orders go, which asks for 7. */
  void verifySevenAfterSix() {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    stage.apply(Stage.scripts("orders-sql", "select 2"));
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus("orders", status -> isVerified(status, "7"));
    stage.apply(Stage.deployment("orders", "orders", "7"));
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  /** Gives these files as scripts, which is looked at once more: all are applied already. */
  void give(String... files) {
    var scripts = new ConfigMapBuilder().withNewMetadata().withName("orders-sql").endMetadata();
    Stream.of(files).forEach(file -> scripts.addToData(file, "select 1"));
    stage.apply(scripts.build());
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus(
        "orders", status -> status.phase() == Phase.VERIFIED && status.takenBack() == null);
  }

  static boolean isVerified(MigrationStatus status, String version) {
    return status.verified() != null && version.equals(status.verified().version());
  }

  void apply(String name, String how) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: %s}
        spec:
          migration: orders
          reason: duplicate keys
          %s
        """
            .formatted(name, how);
    stage.apply(Serialization.unmarshal(yaml, Rollback.class));
  }

  RollbackStatus awaitStatus(String name, Predicate<RollbackStatus> wanted) {
    return await("status of Rollback " + name)
        .atMost(Stage.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> find(name).map(Rollback::statusOrNone).orElse(RollbackStatus.NONE), wanted);
  }

  RollbackStatus awaitEnd(String name) {
    return awaitStatus(name, RollbackStatus::isOver);
  }

  void awaitGone(String name) {
    await("end of Rollback " + name).atMost(Stage.PATIENCE).until(() -> find(name).isEmpty());
  }

  Optional<Rollback> find(String name) {
    return Optional.ofNullable(resource(name).get());
  }

  void delete(String name) {
    resource(name).delete();
  }

  /** Lets operators look at it again. */
  void touch(String name) {
    resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"example.com/poke\": \"once\"}}}");
  }

  private Resource<Rollback> resource(String name) {
    return stage.client().resources(Rollback.class).inNamespace(stage.namespace()).withName(name);
  }

  static String message(RollbackStatus status) {
    return status.conditions().isEmpty()
        ? ""
        : Objects.requireNonNullElse(status.conditions().getFirst().message(), "");
  }

  static @Nullable String schema(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(Markers.SCHEMA_ANNOTATION);
  }

  /** As the Deployment's controller would have left it of an earlier template. */
  void playReplicaSet(Deployment of, int revision, int pods) {
    var owner = stage.deployment("orders");
    var set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("orders-" + revision)
            .addToLabels("app", "orders")
            .addToAnnotations("deployment.kubernetes.io/revision", Integer.toString(revision))
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName("orders")
            .withUid(owner.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withSelector(of.getSpec().getSelector())
            .withTemplate(of.getSpec().getTemplate())
            .endSpec()
            .build();
    stage.apply(set);
    playPods(revision, pods);
  }

  /** As many pods does that ReplicaSet have from now on. */
  void playPods(int revision, int pods) {
    var set =
        stage
            .client()
            .apps()
            .replicaSets()
            .inNamespace(stage.namespace())
            .withName("orders-" + revision)
            .get();
    set.setStatus(new ReplicaSetStatusBuilder().withReplicas(pods).build());
    stage.client().resource(set).updateStatus();
  }

  void rollOut() {
    var now = stage.deployment("orders");
    now.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(now.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .build());
    stage.client().resource(now).updateStatus();
  }
}
