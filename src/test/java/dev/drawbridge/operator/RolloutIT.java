package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.api.status.Gate;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Argo Rollouts wait and go as Deployments do, if the operator is told to release them. */
@ParameterizedClass
@EnumSource
class RolloutIT {

  private final AnyGround kind;
  private Stage stage;

  RolloutIT(AnyGround kind) {
    this.kind = kind;
  }

  @BeforeEach
  void setTheStage() {
    stage = new Stage(kind.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void rolloutIsReleasedWhenItsSchemaIsVerified() {
    stage.releaseRollouts();
    stage.operator(Lifeline.unlimited());
    stage.apply(rollout("shop", "7", "blue"));
    stage.apply(Stage.deployment("shop", "orders", "7"));
    assertThat(isHeld("shop")).isTrue();

    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    await().until(() -> stage.eventsOf("Rollout", "shop").contains("RolloutHeld"));
    stage.awaitJob().starts().verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> !isHeld("shop") && !stage.isHeld("shop"));
    await().until(() -> stage.eventsOf("Rollout", "shop").contains("RolloutReleased"));
    var gates = stage.awaitStatus("orders", status -> areReleased(status.gates())).gates();
    assertThat(gates).extracting(Gate::kind).containsExactlyInAnyOrder("Deployment", "Rollout");
    assertThat(gates).extracting(Gate::deployment).containsOnly("shop");
    assertThat(find("shop").getMetadata().getAnnotations())
        .containsEntry(Markers.RELEASED_ANNOTATION, "schema 7");
  }

  @Test
  void whatTheGateDoesNotKnowOfARolloutStaysAsItIs() {
    stage.releaseRollouts();
    stage.operator(Lifeline.unlimited());
    stage.apply(rollout("shop", "7", "blue"));
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !isHeld("shop"));

    assertThat(spec("shop")).contains("selector", "setWeight", "app:1", "blue");

    stage.apply(rollout("shop", "7", "green"));
    assertThat(isHeld("shop")).as("another colour asks for nothing new").isFalse();
    stage.apply(rollout("shop", "8", "green"));
    assertThat(isHeld("shop")).isTrue();
  }

  @Test
  void rolloutsWaitAsLongAsTheOperatorIsNotToldToReleaseThem() {
    stage.operator(Lifeline.unlimited());
    stage.apply(rollout("shop", "7", "blue"));
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));

    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> isHeld("shop") && stage.eventsOf("Rollout", "shop").isEmpty());
  }

  private static boolean areReleased(List<Gate> gates) {
    return gates.size() == 2 && gates.stream().noneMatch(Gate::isHeld);
  }

  private boolean isHeld(String name) {
    var rollout = find(name);
    var annotations = Objects.requireNonNullElse(rollout.getMetadata().getAnnotations(), Map.of());
    return annotations.containsKey(Markers.HELD_ANNOTATION)
        && Boolean.TRUE.equals(rollout.getSpec().paused());
  }

  private Rollout find(String name) {
    return stage
        .client()
        .resources(Rollout.class)
        .inNamespace(stage.namespace())
        .withName(name)
        .get();
  }

  private String spec(String name) {
    var all = stage.client().genericKubernetesResources("argoproj.io/v1alpha1", "Rollout");
    var found = all.inNamespace(stage.namespace()).withName(name).get();
    return Serialization.asJson(found.getAdditionalProperties().get("spec"));
  }

  private static GenericKubernetesResource rollout(String name, String schema, String colour) {
    return Serialization.unmarshal(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata:
          name: %1$s
          labels: {drawbridge.dev/migration: orders}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
          template:
            metadata:
              labels: {app: %1$s, colour: %3$s}
              annotations: {drawbridge.dev/schema: "%2$s"}
            spec:
              containers: [{name: app, image: "app:1"}]
        """
            .formatted(name, schema, colour),
        GenericKubernetesResource.class);
  }
}
