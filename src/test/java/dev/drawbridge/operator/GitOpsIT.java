package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tool that applies the same manifests all the time, in any order, and prunes. */
class GitOpsIT {

  private static final int MANY = 10;

  private final Stage stage = new Stage(AnyGround.KUBE_APISERVER.start());
  private final GitOpsTool tool = new GitOpsTool(stage.client(), stage.namespace());

  private static String scripts(String release) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: orders-sql, annotations: {drawbridge.dev/release: "%1$s"}}
    data: {V1__first.sql: "select '%1$s'"}
    """
        .formatted(release);
  }

  private static String migration(String release) {
    return """
    apiVersion: drawbridge.dev/v1alpha1
    kind: Migration
    metadata: {name: orders}
    spec:
      release: "%s"
      database: {secretRef: {name: orders-db}}
      migrate:
      - flyway: {configMaps: [orders-sql]}
    """
        .formatted(release);
  }

  /** {@code pause} is what the manifest says of {@code spec.paused}, if anything. */
  private static String deployment(String release, String pause) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: orders, labels: {drawbridge.dev/migration: orders}}
    spec: {%2$s selector: {matchLabels: {app: orders}}, template: {metadata: {labels: {app: orders}, annotations: {drawbridge.dev/release: "%1$s"}}, spec: {containers: [{name: app, image: "app:1"}]}}}
    """
        .formatted(release, pause);
  }

  private void commit(String release) {
    tool.commit(scripts(release), migration(release), deployment(release, ""));
  }

  @BeforeEach
  void operatorAndToolWork() {
    stage.operator(Lifeline.unlimited());
    commit("one");
    tool.healsEveryFewMoments();
  }

  @AfterEach
  void clearTheStage() {
    tool.close();
    stage.close();
  }

  /** What was applied after now has been seen: the tool has gone round many times. */
  private void isHealedManyTimes() {
    var before = tool.rounds();
    await().atMost(Stage.PATIENCE).until(() -> tool.rounds() >= before + MANY);
  }

  private void verifies(String release) {
    stage.awaitJob().starts().verifies("1");
    stage.awaitStatus(
        "orders",
        status -> status.verified() != null && status.verified().releases().contains(release));
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  @Test
  void selfHealStartsNothingTwiceAndOpensNothing() {
    var job = stage.awaitJob().starts();
    isHealedManyTimes();
    assertThat(stage.jobs()).hasSize(1);
    assertThat(stage.isHeld("orders")).isTrue();

    job.verifies("1");
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
    isHealedManyTimes();

    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(stage.jobs()).hasSize(1);
    assertThat(stage.status("orders").history()).isEmpty();
    assertThat(stage.status("orders").phase()).isEqualTo(Phase.VERIFIED);
  }

  @Test
  void nextReleaseRunsOnceInWhateverOrderItComes() {
    verifies("one");

    commit("two");

    await().atMost(Stage.PATIENCE).until(() -> stage.isHeld("orders"));
    isHealedManyTimes();
    assertThat(stage.isHeld("orders")).isTrue();
    verifies("two");
    isHealedManyTimes();
    assertThat(stage.jobs()).hasSize(2);
    assertThat(stage.status("orders").history()).hasSize(1);
  }

  /** Nothing that the operator writes is what the tool owns, so there is nothing to heal. */
  @Test
  void toolAndOperatorWriteDifferentFields() {
    verifies("one");
    isHealedManyTimes();
    var before = versions();

    isHealedManyTimes();

    assertThat(versions()).isEqualTo(before);
    assertThat(ownedByTheTool(stage.deployment("orders"))).doesNotContain("f:paused", "/held");
  }

  @Test
  void manifestThatSaysNotPausedOpensNothing() {
    tool.commit(scripts("one"), migration("one"), deployment("one", "paused: false,"));
    var job = stage.awaitJob().starts();
    isHealedManyTimes();
    assertThat(stage.isHeld("orders")).isTrue();

    job.verifies("1");

    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
    assertThat(stage.jobs()).hasSize(1);
  }

  @Test
  void whatIsPrunedAndComesBackStartsOneRunAndThePodsGoOn() {
    verifies("one");
    tool.commit(scripts("one"), deployment("one", ""));
    isHealedManyTimes();

    tool.prune(migration("one"));

    await().atMost(Stage.PATIENCE).until(() -> stage.find("orders").isEmpty());
    isHealedManyTimes();
    assertThat(stage.isHeld("orders")).as("it was released").isFalse();
    commit("one");
    verifies("one");
    isHealedManyTimes();
    assertThat(stage.status("orders").history()).isEmpty();
  }

  private Map<String, String> versions() {
    return Map.of(
        "Migration",
        stage.find("orders").map(Migration::getMetadata).orElseThrow().getResourceVersion(),
        "Deployment",
        stage.deployment("orders").getMetadata().getResourceVersion());
  }

  private static String ownedByTheTool(Deployment deployment) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(one -> one.getManager().equals("argocd-controller"))
        .filter(one -> one.getOperation().equals("Apply"))
        .map(one -> Objects.requireNonNull(one.getFieldsV1()).toString())
        .collect(Collectors.joining());
  }
}
