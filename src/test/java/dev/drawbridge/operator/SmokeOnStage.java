package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** A Migration named orders that is looked at after its rollout, and what its Deployment does. */
record SmokeOnStage(Stage stage) {

  private static Migration migration() {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: orders}
        spec:
          database: {secretRef: {name: orders-db}}
          migrate:
          - flyway: {configMaps: [orders-sql]}
          smoke:
            checks:
            - {name: health, http: {url: "http://orders/health"}}
          onFailure: Rollback
          rollback: {undo: {to: "6"}}
        """;
    return Serialization.unmarshal(yaml, Migration.class);
  }

  /** Verifies schema 7 after 6, and lets the Deployment orders go, which asks for 7. */
  void verifySeven() {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.deployment("orders", "orders", "7"));
    stage.apply(migration());
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  List<Rollback> rollbacks() {
    return stage
        .client()
        .resources(Rollback.class)
        .inNamespace(stage.namespace())
        .list()
        .getItems();
  }

  void awaitRollback() {
    await().atMost(Stage.PATIENCE).until(() -> !rollbacks().isEmpty());
  }

  /** As its controller counts, when all pods are of its template and available. */
  void rollOut() {
    write(
        new DeploymentStatusBuilder()
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(1)
            .withAvailableReplicas(1));
  }

  void getStuck() {
    write(
        new DeploymentStatusBuilder()
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withUnavailableReplicas(1)
            .addNewCondition()
            .withType("Progressing")
            .withStatus("False")
            .withReason("ProgressDeadlineExceeded")
            .withMessage("ReplicaSet \"orders-1\" has timed out progressing.")
            .endCondition());
  }

  private void write(DeploymentStatusBuilder status) {
    var now = stage.deployment("orders");
    now.setStatus(status.withObservedGeneration(now.getMetadata().getGeneration()).build());
    stage.client().resource(now).updateStatus();
  }
}
