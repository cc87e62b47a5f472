package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Argo Rollouts wait and go as Deployments do, if the operator is told to release them. */
@ParameterizedClass
@EnumSource
class RolloutIT {

  private final Stage stage;
  private final RolloutsOnStage rollouts;

  RolloutIT(AnyGround ground) {
    stage = new Stage(ground.start());
    rollouts = new RolloutsOnStage(stage);
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void rolloutIsReleasedWhenItsSchemaIsVerified() {
    stage.releaseRollouts();
    stage.operator(Lifeline.unlimited());
    rollouts.apply("shop", "7", "blue");
    stage.apply(Stage.deployment("shop", "orders", "7"));
    assertThat(rollouts.isHeld("shop")).isTrue();

    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    await().until(() -> stage.eventsOf("Rollout", "shop").contains("RolloutHeld"));
    stage.awaitJob().starts().verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> !rollouts.isHeld("shop") && !stage.isHeld("shop"));
    await().until(() -> stage.eventsOf("Rollout", "shop").contains("RolloutReleased"));
    var gates = stage.awaitStatus("orders", status -> areReleased(status.gates())).gates();
    assertThat(gates).extracting(Gate::kind).containsExactlyInAnyOrder("Deployment", "Rollout");
    assertThat(gates).extracting(Gate::deployment).containsOnly("shop");
    assertThat(rollouts.find("shop").getMetadata().getAnnotations())
        .containsEntry(Markers.RELEASED_ANNOTATION, "schema 7");
  }

  @Test
  void whatTheGateDoesNotKnowOfARolloutStaysAsItIs() {
    stage.releaseRollouts();
    stage.operator(Lifeline.unlimited());
    rollouts.apply("shop", "7", "blue");
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !rollouts.isHeld("shop"));

    assertThat(rollouts.spec("shop")).contains("selector", "setWeight", "app:1", "blue");

    rollouts.apply("shop", "7", "green");
    assertThat(rollouts.isHeld("shop")).as("another colour asks for nothing new").isFalse();
    rollouts.apply("shop", "8", "green");
    assertThat(rollouts.isHeld("shop")).isTrue();
  }

  @Test
  void rolloutsWaitAsLongAsTheOperatorIsNotToldToReleaseThem() {
    stage.operator(Lifeline.unlimited());
    rollouts.apply("shop", "7", "blue");
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));

    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> rollouts.isHeld("shop") && stage.eventsOf("Rollout", "shop").isEmpty());
  }

  @Test
  void migrationForgetsARolloutThatTurnsToAnotherOne() {
    stage.releaseRollouts();
    stage.operator(Lifeline.unlimited());
    stage.apply(Stage.migration("orders"));
    rollouts.apply("shop", "7", "blue");
    stage.awaitStatus("orders", status -> status.gates().size() == 1);

    stage.relabel(rollouts.find("shop"), "billing");

    stage.awaitStatus("orders", status -> status.gates().isEmpty());
  }

  private static boolean areReleased(List<Gate> gates) {
    return gates.size() == 2 && gates.stream().noneMatch(Gate::isHeld);
  }
}
