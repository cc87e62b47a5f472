package dev.drawbridge.operator;

import static dev.drawbridge.operator.Stage.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods that the gate did not let go are reported; those that it let go once are not. */
@ParameterizedClass
@EnumSource
class GateLeakIT {

  private final Stage stage;

  GateLeakIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void podsThatWentAroundTheGateAreReportedUntilTheirSchemaIsVerified() {
    var operator = stage.operator(Lifeline.unlimited());
    stage.apply(deployment("orders", "orders", "7"));
    PlayedReplicaSet.of(stage, "orders").has(2, 2);

    awaitLeaks(operator, 1);
    assertThat(stage.eventsOf("Deployment", "orders")).containsOnlyOnce("GateLeak");
    assertThat(stage.isHeld("orders")).isTrue();
    stage.apply(Stage.migration("orders"));
    var gate = stage.awaitStatus("orders", status -> !status.gates().isEmpty()).gates().getFirst();
    assertThat(gate.isHeld()).isTrue();
    assertThat(gate.leak()).contains("run that the gate did not let go");

    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    PlayedReplicaSet.of(stage, "orders").has(2, 2);
    awaitLeaks(operator, 0);
    stage.awaitStatus("orders", status -> status.gates().stream().noneMatch(Gate::isLeaking));
  }

  @Test
  void podsThatWereLetGoAreNoLeakWhenTheMigrationIsDeletedAndTheNextTemplateIsHeld() {
    var life = Lifeline.unlimited();
    var operator = stage.operator(life);
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    var released = PlayedReplicaSet.of(stage, "orders");
    released.has(2, 2);

    stage.client().resources(Migration.class).inNamespace(stage.namespace()).delete();
    stage.apply(deployment("orders", "orders", "8"));
    assertThat(stage.isHeld("orders")).isTrue();
    released.has(2, 0);

    var before = life.looksAtReplicaSets();
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses("orders");
          return life.looksAtReplicaSets() > before;
        });
    assertThat(leaks(operator)).isZero();
    PlayedReplicaSet.of(stage, "orders").has(1, 1);
    awaitLeaks(operator, 1);
    assertThat(stage.eventsOf("Deployment", "orders"))
        .as("only for the second ReplicaSet")
        .containsOnlyOnce("GateLeak");
  }

  private void awaitLeaks(OperatorProcess operator, int expected) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses("orders");
          return leaks(operator) == expected;
        });
  }

  @Test
  void podsOfARolloutThatWentAroundTheGateAreReportedUntilTheirSchemaIsVerified() {
    var rollouts = new RolloutsOnStage(stage);
    stage.releaseRollouts();
    var operator = stage.operator(Lifeline.unlimited());
    rollouts.apply("shop", "7", "blue");
    PlayedReplicaSet.ofRollout(stage, "shop").has(2, 2);

    await().atMost(Stage.PATIENCE).until(() -> leaks(operator) == 1);
    assertThat(stage.eventsOf("Rollout", "shop")).containsOnlyOnce("GateLeak");
    assertThat(rollouts.isHeld("shop")).isTrue();

    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !rollouts.isHeld("shop"));
    PlayedReplicaSet.ofRollout(stage, "shop").has(2, 2);
    await().atMost(Stage.PATIENCE).until(() -> leaks(operator) == 0);
  }

  private static double leaks(OperatorProcess operator) {
    return scrape(operator)
        .lines()
        .filter(line -> line.startsWith("drawbridge_gate_leaks "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private static String scrape(OperatorProcess operator) {
    var metrics = URI.create("http://localhost:%d/metrics".formatted(operator.port()));
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("the metrics cannot be read", failed);
    }
  }
}
