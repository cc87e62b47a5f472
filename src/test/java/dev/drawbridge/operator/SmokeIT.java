package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes after a verified run, in an API server; Jobs and Deployments are played. */
@ParameterizedClass
@EnumSource
class SmokeIT {

  private final Stage stage;

  SmokeIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @BeforeEach
  void sevenIsVerifiedAndLetGo() {
    stage.operator(Lifeline.unlimited());
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.deployment("orders", "orders", "7"));
    stage.apply(migration());
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

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

  private static Condition condition(MigrationStatus status, String type) {
    return status.conditions().stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private MigrationStatus awaitHealth(Reason reason) {
    return stage.awaitStatus(
        "orders", status -> condition(status, "Healthy").reason().equals(reason.word()));
  }

  private List<Rollback> rollbacks() {
    return stage
        .client()
        .resources(Rollback.class)
        .inNamespace(stage.namespace())
        .list()
        .getItems();
  }

  private void awaitRollback() {
    await().atMost(Stage.PATIENCE).until(() -> !rollbacks().isEmpty());
  }

  /** As its controller counts, when all pods are of its template and available. */
  private void rollOut() {
    write(
        new DeploymentStatusBuilder()
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(1)
            .withAvailableReplicas(1));
  }

  private void getStuck() {
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

  private void assertIsVerifiedAndReady() {
    var status = stage.status("orders");
    assertThat(status.phase()).isEqualTo(Phase.VERIFIED);
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
  }

  @Test
  void smokeComesAfterTheRolloutAndSaysThatAllIsWell() {
    var waiting = awaitHealth(Reason.WAITING_FOR_ROLLOUT);
    assertThat(condition(waiting, "Healthy").status()).isEqualTo("Unknown");
    assertThat(stage.jobs()).hasSize(1);

    rollOut();
    var smoke = stage.awaitJob();

    assertThat(smoke.job().getMetadata().getLabels())
        .containsEntry(Markers.FOLLOW_UP_LABEL, "smoke");
    assertIsVerifiedAndReady();
    smoke.starts().verifies("7");
    var after = awaitHealth(Reason.SMOKE_PASSED);
    assertThat(condition(after, "Healthy").status()).isEqualTo("True");
    assertIsVerifiedAndReady();
    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(rollbacks()).isEmpty();
  }

  @Test
  void operatorThatIsRestartedMeanwhileFollowsTheSameJob() {
    rollOut();
    var smoke = stage.awaitJob().starts();
    stage.stopOperators();
    smoke.verifies("7");

    stage.operator(Lifeline.unlimited());

    awaitHealth(Reason.SMOKE_PASSED);
    stage.timePasses("orders");
    assertThat(stage.jobs()).as("neither smoke nor the run again").hasSize(2);
  }

  @Test
  void failedSmokeMakesOneRollback() {
    rollOut();
    stage
        .awaitJob()
        .starts()
        .fails(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED, "Check health: found 500.");

    awaitRollback();
    var undo = stage.awaitJob();
    assertThat(condition(stage.status("orders"), "Healthy").status()).isEqualTo("False");
    assertThat(Serialization.asJson(undo.job())).contains("DRAWBRIDGE_UNDO_TO");
    stage.stopOperators();
    undo.starts().verifies("6");
    stage.operator(Lifeline.unlimited());
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    stage.timePasses("orders");

    assertThat(Objects.requireNonNull(after.verified()).version()).isEqualTo("6");
    assertThat(rollbacks())
        .singleElement()
        .satisfies(made -> {
          var run = Objects.requireNonNull(after.run()).id();
          assertThat(made.getMetadata().getName()).isEqualTo("orders-back-" + run);
          assertThat(made.getSpec().reason()).contains("Check health: found 500.");
          assertThat(made.getMetadata().getOwnerReferences()).isEmpty();
        });
    assertThat(stage.jobs()).hasSize(3);
  }

  @Test
  void rolloutThatNeverBecomesAvailableIsFailedSmoke() {
    getStuck();

    awaitRollback();

    var status = stage.status("orders");
    assertThat(condition(status, "Healthy").reason()).isEqualTo(Reason.ROLLOUT_FAILED.word());
    assertThat(condition(status, "Healthy").message()).contains("has timed out progressing");
    stage.awaitJob();
    assertThat(stage.jobs())
        .as("the run and the undoing, no smoke")
        .noneMatch(job -> job.getMetadata().getLabels().containsKey(Markers.FOLLOW_UP_LABEL));
  }

  @Test
  void whoCouldNotLookLeadsToNoRollback() {
    rollOut();
    stage.awaitJob().starts().crashes(137);

    var after = stage.awaitStatus("orders", SmokeIT::isUnknown);
    stage.timePasses("orders");

    assertThat(Objects.requireNonNull(after.smoke()).message())
        .contains("It only checks, so it has changed nothing.")
        .doesNotContain("Scripts");
    assertIsVerifiedAndReady();
    assertThat(rollbacks()).isEmpty();
  }

  private static boolean isUnknown(MigrationStatus status) {
    return status.smoke() != null && "Unknown".equals(status.smoke().outcome());
  }
}
