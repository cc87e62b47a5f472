package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Expand, roll out, contract: in an API server; Jobs and Deployments are played. */
@ParameterizedClass
@EnumSource
class DependsOnIT {

  private final Stage stage;

  DependsOnIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @BeforeEach
  void operatorWorks() {
    stage.operator(Lifeline.unlimited());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  /** A Migration that comes after {@code first}. */
  private void apply(String name, String first, String soak) {
    stage.apply(Stage.scripts(name + "-sql", "select 1"));
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s}
        spec:
          database: {secretRef: {name: %1$s-db}}
          dependsOn: [{name: %2$s, soak: %3$s}]
          migrate:
          - flyway: {configMaps: [%1$s-sql]}
        """
            .formatted(name, first, soak);
    stage.apply(Serialization.unmarshal(yaml, Migration.class));
  }

  private void awaitWords(String name, Reason reason, String words) {
    stage.awaitStatus(
        name,
        status ->
            ready(status).reason().equals(reason.word())
                && Objects.requireNonNull(ready(status).message()).contains(words));
  }

  private static Condition ready(MigrationStatus status) {
    return status.conditions().stream()
        .findFirst()
        .orElseGet(() -> new Condition("Ready", "False", "", "", Instant.EPOCH, 0L));
  }

  private void expand() {
    stage.applyAll("expand");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("expand", status -> status.phase() == Phase.VERIFIED);
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("expand"));
  }

  /** What the Deployment's controller says when its rollout is done. */
  private void rollOut() {
    var now = stage.deployment("expand");
    now.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(now.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(1)
            .withAvailableReplicas(1)
            .withConditions(
                new DeploymentConditionBuilder()
                    .withType("Progressing")
                    .withStatus("True")
                    .withReason("NewReplicaSetAvailable")
                    .withLastUpdateTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .build())
            .build());
    stage.client().resource(now).updateStatus();
  }

  @Test
  void contractFollowsWhenTheExpandIsVerifiedAndRolledOut() {
    apply("contract", "expand", "0s");
    awaitWords("contract", Reason.WAITING_FOR_DEPENDENCY, "it is not there");

    expand();
    awaitWords("contract", Reason.WAITING_FOR_DEPENDENCY, "Deployment expand");
    assertThat(stage.jobs()).hasSize(1);
    rollOut();

    assertThat(stage.awaitJob().job().getMetadata().getName()).startsWith("contract-");
    stage.awaitStatus("contract", status -> status.phase() == Phase.RUNNING);
  }

  @Test
  void changeIsNotTakenBackUnderThoseThatComeAfterIt() {
    apply("contract", "expand", "0s");
    expand();
    rollOut();
    stage.awaitJob().starts().verifies("8");
    stage.awaitStatus("contract", status -> status.phase() == Phase.VERIFIED);
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: back}
        spec: {migration: expand, reason: a try, run: {image: tool, command: [down]}}
        """;
    var back = Serialization.unmarshal(yaml, Rollback.class);
    stage.apply(back);

    var refused =
        await()
            .atMost(Stage.PATIENCE)
            .until(
                () ->
                    stage
                        .client()
                        .resource(back)
                        .inNamespace(stage.namespace())
                        .get()
                        .statusOrNone(),
                RollbackStatus::isOver);

    assertThat(refused.phase()).isEqualTo(Phase.FAILED);
    assertThat(refused.conditions().getFirst().reason()).isEqualTo(Reason.HAS_DEPENDANTS.word());
    assertThat(refused.conditions().getFirst().message())
        .contains("contract was verified after the change");
    assertThat(stage.status("expand").takenBack()).isNull();
    assertThat(stage.isHeld("expand")).isFalse();
    assertThat(stage.jobs()).hasSize(2);
  }

  @Test
  void soakTimeGoesOnWhileNoOperatorLives() {
    apply("contract", "expand", "6s");
    expand();
    rollOut();
    awaitWords("contract", Reason.SOAKING, "may start at");
    var since = stage.status("contract").waiting();

    stage.stopOperators();
    stage.operator(Lifeline.unlimited());

    assertThat(stage.awaitJob().job().getMetadata().getName()).startsWith("contract-");
    var started = stage.awaitStatus("contract", status -> status.run() != null);
    assertThat(Objects.requireNonNull(started.run()).startedAt())
        .isAfterOrEqualTo(since.getFirst().until());
    assertThat(started.waiting()).isEmpty();
  }

  @Test
  void oldPodThatDoesNotEndIsNamedAndWaitedFor() {
    expand();
    var old = set("expand-1", 1);
    set("expand-2", 2);
    stage.apply(podThatDoesNotEnd(old));
    rollOut();
    apply("contract", "expand", "0s");

    awaitWords("contract", Reason.WAITING_FOR_DEPENDENCY, "pod expand-1-a of Deployment expand");
    pod().delete();
    awaitWords("contract", Reason.WAITING_FOR_DEPENDENCY, "is ending since");
    assertThat(stage.jobs()).hasSize(1);
    pod()
        .edit(pod ->
            new PodBuilder(pod).editMetadata().withFinalizers(List.of()).endMetadata().build());

    stage.awaitJob();
  }

  private PodResource pod() {
    return stage.client().pods().inNamespace(stage.namespace()).withName("expand-1-a");
  }

  private ReplicaSet set(String name, int revision) {
    var owner = stage.deployment("expand");
    var set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("app", "expand")
            .addToAnnotations("deployment.kubernetes.io/revision", Integer.toString(revision))
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName("expand")
            .withUid(owner.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withSelector(owner.getSpec().getSelector())
            .withTemplate(owner.getSpec().getTemplate())
            .endSpec()
            .build();
    stage.apply(set);
    return stage.client().resource(set).get();
  }

  private static Pod podThatDoesNotEnd(ReplicaSet set) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("expand-1-a")
        .addToLabels("app", "expand")
        .withFinalizers("example.com/never")
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("ReplicaSet")
        .withName(set.getMetadata().getName())
        .withUid(set.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void circleIsShownUntilItIsBroken() {
    apply("first", "second", "0s");
    apply("second", "first", "0s");

    awaitWords("first", Reason.DEPENDENCY_CIRCLE, "first, second, first");
    awaitWords("second", Reason.DEPENDENCY_CIRCLE, "second, first, second");
    stage.apply(Stage.migration("first"));

    assertThat(stage.awaitJob().job().getMetadata().getName()).startsWith("first-");
    awaitWords("second", Reason.WAITING_FOR_DEPENDENCY, "Migration first");
  }
}
