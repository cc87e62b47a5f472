package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A Migration that is taken back, in an API server; Jobs and Deployments are played. */
@ParameterizedClass
@EnumSource
class RollbackIT {

  private final Stage stage;

  RollbackIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @BeforeEach
  void sevenIsVerifiedAfterSix() {
    stage.operator(Lifeline.unlimited());
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

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  private static boolean isVerified(MigrationStatus status, String version) {
    return status.verified() != null && version.equals(status.verified().version());
  }

  private void apply(String name, String how) {
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

  private RollbackStatus awaitRollback(String name, Predicate<RollbackStatus> wanted) {
    return await("status of Rollback " + name)
        .atMost(Stage.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> rollback(name).statusOrNone(), wanted);
  }

  private Rollback rollback(String name) {
    return stage
        .client()
        .resources(Rollback.class)
        .inNamespace(stage.namespace())
        .withName(name)
        .get();
  }

  @Test
  void gateIsClosedBeforeTheRunAndStaysSoAfterIt() {
    apply("back", "undo: {to: \"6\"}");

    var job = stage.awaitJob();

    assertThat(stage.isHeld("orders")).as("held before the Job is there").isTrue();
    var during = stage.status("orders");
    assertThat(Objects.requireNonNull(during.verified()).applied()).containsExactly("6");
    assertThat(during.phase()).isEqualTo(Phase.PENDING);
    assertThat(Serialization.asJson(job.job())).contains("DRAWBRIDGE_UNDO_TO");
    job.starts().verifies("6");
    awaitRollback("back", status -> status.phase() == Phase.ROLLED_BACK);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(after.conditions())
        .filteredOn(one -> one.type().equals("Ready"))
        .singleElement()
        .satisfies(ready -> {
          assertThat(ready.reason()).isEqualTo(Reason.ROLLED_BACK.word());
          assertThat(ready.message())
              .startsWith("Rollback back has taken it back from 7 to 6: duplicate keys.");
        });
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(rollback("back").getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void sameRunIsNotStartedAgainUntilItsInputsChange() {
    apply("back", "undo: {to: \"6\"}");
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    var jobs = stage.jobs().size();

    stage.apply(Stage.migration("orders"));
    stage.stopOperators();
    stage.operator(Lifeline.unlimited());
    stage.apply(Stage.deployment("other", "orders", "6"));
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("other"));

    assertThat(stage.jobs()).hasSize(jobs);
    stage.apply(Stage.scripts("orders-sql", "select 3"));
    stage.awaitJob().starts().verifies("6", "7");
    var again = stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    assertThat(again.takenBack()).isNull();
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  @Test
  void failedRollbackLeavesTheGateClosed() {
    apply("back", "undo: {to: \"6\"}");

    stage
        .awaitJob()
        .starts()
        .fails(Exit.REFUSED, Reason.SCRIPT_FAILED, "U7__back.sql failed. Nothing was undone.");

    assertThat(awaitRollback("back", RollbackStatus::isOver).phase()).isEqualTo(Phase.FAILED);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.FAILED);
    assertThat(isVerified(after, "6")).isTrue();
    assertThat(stage.isHeld("orders")).isTrue();
    apply("again", "undo: {to: \"6\"}");
    assertThat(
            Objects.requireNonNull(awaitRollback("again", RollbackStatus::isOver).conditions())
                .getFirst()
                .message())
        .contains("there is nothing to take back");
  }

  @Test
  void disablingStartsNothing() {
    var jobs = stage.jobs().size();

    apply("back", "disable: {}");

    awaitRollback("back", status -> status.phase() == Phase.ROLLED_BACK);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(isVerified(after, "6")).isTrue();
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(stage.jobs()).hasSize(jobs);
  }

  @Test
  void containerOfTheUsersIsRun() {
    apply("back", "run: {image: \"tools:1\", command: [alembic, downgrade, \"-1\"]}");

    var job = stage.awaitJob();

    assertThat(Serialization.asJson(job.job()))
        .contains("tools:1", "alembic", Markers.ROLLBACK_LABEL)
        .doesNotContain("DRAWBRIDGE_UNDO_TO");
    assertThat(job.job().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Rollback"));
  }

  @Test
  void templateBeforeComesBackAndIsRolledOutBeforeTheRun() {
    var before = Stage.deployment("orders", "orders", "6");
    playReplicaSet(before, 1);

    apply("back", "undo: {to: \"6\"}");

    await().atMost(Stage.PATIENCE).until(() -> "6".equals(schema(stage.deployment("orders"))));
    assertThat(stage.isHeld("orders")).isFalse();
    awaitRollback("back", status -> message(status).contains("Deployment orders"));
    assertThat(stage.jobs()).hasSize(2);
    rollOut();
    stage.awaitJob().starts().verifies("6");
    awaitRollback("back", status -> status.phase() == Phase.ROLLED_BACK);
    // What a GitOps tool does within seconds.
    stage.apply(Stage.deployment("orders", "orders", "7"));
    assertThat(stage.isHeld("orders")).isTrue();
  }

  @Test
  void keptDeploymentIsHeldAsItIs() {
    playReplicaSet(Stage.deployment("orders", "orders", "6"), 1);

    apply("back", "disable: {}\n  deployments: Keep");

    awaitRollback("back", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(schema(stage.deployment("orders"))).isEqualTo("7");
  }

  private static String message(RollbackStatus status) {
    return status.conditions().isEmpty()
        ? ""
        : Objects.requireNonNullElse(status.conditions().getFirst().message(), "");
  }

  private static @Nullable String schema(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(Markers.SCHEMA_ANNOTATION);
  }

  /** As the Deployment's controller would have left it of an earlier template. */
  private void playReplicaSet(Deployment of, int revision) {
    var owner = stage.deployment("orders");
    stage.apply(
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
            .build());
  }

  private void rollOut() {
    var now = stage.deployment("orders");
    now.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(now.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .build());
    stage.client().resource(now).updateStatus();
  }

  @Test
  void nothingIsTakenBackTwiceOrOfNobody() {
    apply("back", "disable: {}");
    stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);

    apply("again", "disable: {}");

    assertThat(message(awaitRollback("again", RollbackStatus::isOver)))
        .startsWith("Migration orders was taken back already, by Rollback back");
    stage.apply(
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Rollback
            metadata: {name: unknown}
            spec: {migration: nobody, reason: a try, disable: {}}
            """,
            Rollback.class));
    assertThat(message(awaitRollback("unknown", RollbackStatus::isOver)))
        .startsWith("There is no Migration nobody in this namespace.");
  }
}
