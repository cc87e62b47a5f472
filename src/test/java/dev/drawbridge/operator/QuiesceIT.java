package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.sandbox.OnConflict;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a run needs to stand still is stopped before it and comes back after it: in an API server;
 * the controllers of Jobs, Deployments and pods are played.
 */
@ParameterizedClass
@EnumSource
class QuiesceIT {

  private final Stage stage;

  QuiesceIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @BeforeEach
  void workerWorks() {
    var worker = Stage.deployment("worker", "none", "7");
    worker.getMetadata().setLabels(Map.of("app", "worker"));
    worker.getSpec().setReplicas(2);
    stage.apply(worker);
    var nightly =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          schedule: "0 4 * * *"
          suspend: false
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "app:1"}]}}}}
        """;
    stage.apply(Serialization.unmarshal(nightly, CronJob.class));
    play();
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  /** As many as it takes, and a few more that are never reached. */
  static IntStream writes() {
    return IntStream.rangeClosed(0, 12);
  }

  private void apply(String name) {
    stage.apply(Stage.scripts(name + "-sql", "select 1"));
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s}
        spec:
          database: {secretRef: {name: %1$s-db}}
          quiesce:
          - {kind: Deployment, name: worker}
          - {kind: CronJob, name: nightly}
          - {kind: StatefulSet, name: not-there}
          migrate:
          - flyway: {configMaps: [%1$s-sql]}
        """
            .formatted(name);
    stage.apply(Serialization.unmarshal(yaml, Migration.class));
  }

  /** What Kubernetes makes of the worker: its pod, and what is known of it. */
  private void play() {
    OnConflict.again(() -> {
      var worker = worker();
      var pods = stage.client().pods().inNamespace(stage.namespace()).withLabel("app", "worker");
      var isStopped = worker.getSpec().getReplicas() == 0;
      if (isStopped) {
        pods.withGracePeriod(0).delete();
      } else if (pods.list().getItems().isEmpty()) {
        stage
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("worker-1")
                    .withNamespace(stage.namespace())
                    .addToLabels("app", "worker")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("app")
                    .withImage("app:1")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
      }
      worker.setStatus(
          new DeploymentStatusBuilder()
              .withObservedGeneration(worker.getMetadata().getGeneration())
              .withReplicas(isStopped ? 0 : 1)
              .build());
      stage.client().resource(worker).updateStatus();
    });
  }

  private Deployment worker() {
    return stage.deployment("worker");
  }

  private boolean isStill() {
    return worker().getSpec().getReplicas() == 0
        && Objects.requireNonNullElse(worker().getMetadata().getLabels(), Map.<String, String>of())
            .containsKey(Markers.QUIESCED)
        && isSuspended();
  }

  private boolean isBack() {
    return worker().getSpec().getReplicas() == 2
        && !worker().getMetadata().getLabels().containsKey(Markers.QUIESCED)
        && !isSuspended();
  }

  private boolean isSuspended() {
    return Boolean.TRUE.equals(
        stage
            .client()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(stage.namespace())
            .withName("nightly")
            .get()
            .getSpec()
            .getSuspend());
  }

  private List<?> pods() {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withLabel("app", "worker")
        .list()
        .getItems();
  }

  private void playUntil(Callable<Boolean> done) {
    await()
        .atMost(Stage.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          play();
          return done.call();
        });
  }

  private boolean says(String name, Reason reason, String words) {
    return stage.status(name).conditions().stream()
        .filter(one -> one.type().equals("Ready") && one.reason().equals(reason.word()))
        .map(Condition::message)
        .filter(Objects::nonNull)
        .anyMatch(message -> message.contains(words));
  }

  private void awaitNothingKept(String name) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            stage.find(name).orElseThrow().getMetadata().getFinalizers().isEmpty()
                && stage.status(name).quiesced().isEmpty());
  }

  @Test
  void runStartsWhenTheLastPodIsGoneAndAllIsBackAfterIt() {
    stage.operator(Lifeline.unlimited());
    apply("orders");
    await().atMost(Stage.PATIENCE).until(this::isStill);
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> says("orders", Reason.QUIESCING, "deployment/worker (1 pod)"));
    assertThat(stage.status("orders").phase()).isEqualTo(Phase.QUEUED);
    assertThat(stage.jobs()).isEmpty();
    assertThat(worker().getMetadata().getAnnotations().get(Markers.QUIESCED))
        .startsWith("migration/orders, run ")
        .endsWith(": replicas=2");

    playUntil(() -> !stage.jobs().isEmpty());
    assertThat(pods()).isEmpty();
    var job = stage.awaitJob().starts();
    assertThat(isStill()).isTrue();
    job.verifies("7");

    playUntil(this::isBack);
    awaitNothingKept("orders");
    assertThat(stage.status("orders").phase()).isEqualTo(Phase.VERIFIED);
  }

  @Test
  void allIsBackAlsoAfterAFailure() {
    stage.operator(Lifeline.unlimited());
    apply("orders");
    playUntil(() -> !stage.jobs().isEmpty());

    stage.awaitJob().starts().fails(Exit.REFUSED, Reason.SCRIPT_FAILED, "V1__first.sql failed.");

    playUntil(this::isBack);
    awaitNothingKept("orders");
    assertThat(stage.status("orders").phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void ofTwoThatNeedTheSameOneTheSecondWaits() {
    stage.operator(Lifeline.unlimited());
    apply("orders");
    playUntil(() -> !stage.jobs().isEmpty());
    apply("stock");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> says("stock", Reason.QUIESCING, "which stands still for migration/orders"));

    stage.awaitJob().starts().verifies("7");

    playUntil(() -> stage.jobs().size() == 2);
    assertThat(isStill()).isTrue();
    stage.awaitJob().starts().verifies("7");
    playUntil(this::isBack);
    awaitNothingKept("orders");
    awaitNothingKept("stock");
  }

  @Test
  void deletedWhileItWaitsItIsKeptUntilAllIsBack() {
    stage.operator(Lifeline.unlimited());
    apply("orders");
    await().atMost(Stage.PATIENCE).until(this::isStill);

    stage.client().resource(stage.find("orders").orElseThrow()).delete();

    await().atMost(Stage.PATIENCE).until(() -> stage.find("orders").isEmpty());
    assertThat(isBack()).isTrue();
    assertThat(stage.jobs()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void killedBeforeAnyWriteTheNextOneGoesOn(int write) {
    var life = Lifeline.thatEndsBeforeWrite(write);
    stage.operator(life);
    apply("orders");
    playUntil(() -> life.isDead() || !stage.jobs().isEmpty());
    if (life.isDead()) {
      stage.stopOperators();
      stage.operator(Lifeline.unlimited());
      playUntil(() -> !stage.jobs().isEmpty());
    }
    assertThat(isStill()).isTrue();
    assertThat(pods()).isEmpty();

    stage.awaitJob().starts().fails(Exit.REFUSED, Reason.SCRIPT_FAILED, "V1__first.sql failed.");
    playUntil(() -> life.isDead() || isEnded(stage.status("orders")));
    stage.stopOperators();
    stage.operator(Lifeline.unlimited());

    playUntil(this::isBack);
    awaitNothingKept("orders");
    assertThat(stage.jobs()).hasSize(1);
  }

  private static boolean isEnded(MigrationStatus status) {
    return status.phase() == Phase.FAILED && status.quiesced().isEmpty();
  }
}
