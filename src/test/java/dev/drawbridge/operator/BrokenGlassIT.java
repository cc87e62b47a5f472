package dev.drawbridge.operator;

import static dev.drawbridge.operator.Stage.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever opens the gate without proof is named where people look. */
@ParameterizedClass
@EnumSource
class BrokenGlassIT {

  private final Stage stage;

  BrokenGlassIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void brokenGlassIsToldByAnEventAndInTheStatusUntilTheSchemaIsVerified() {
    stage.operator(Lifeline.unlimited());
    stage.apply(deployment("orders", "orders", "7"));
    assertThat(stage.isHeld("orders")).isTrue();

    breakGlass("schema 7: checkout is down");

    assertThat(stage.isHeld("orders")).isFalse();
    await()
        .atMost(Stage.PATIENCE)
        .untilAsserted(
            () -> assertThat(stage.eventsOf("Deployment", "orders")).contains("GlassBroken"));
    PlayedReplicaSet.of(stage, "orders").has(1, 1);
    stage.apply(Stage.migration("orders"));
    var gate = stage.awaitStatus("orders", status -> !status.gates().isEmpty()).gates().getFirst();
    assertThat(gate.state()).isEqualTo(Gate.GLASS_BROKEN);
    assertThat(gate.message())
        .contains("needs schema 7", "opened it for schema 7: checkout is down");
    assertThat(stage.eventsOf("Deployment", "orders")).doesNotContain("GateLeak");
  }

  private void breakGlass(String words) {
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName("orders")
        .edit(now ->
            new DeploymentBuilder(now)
                .editMetadata()
                .addToAnnotations(Markers.BREAK_GLASS_ANNOTATION, words)
                .endMetadata()
                .build());
  }
}
