package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static dev.drawbridge.operator.Stage.deployment;
import static dev.drawbridge.operator.Stage.migration;
import static dev.drawbridge.operator.Stage.scripts;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Migration that nothing goes wrong with, in an API server; the Job controller and the node are
 * played by the test.
 */
@ParameterizedClass
@EnumSource
class MainRoadIT {

  private final Stage stage;

  MainRoadIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void migrationRunsOnceAndItsDeploymentIsReleased() {
    var life = Lifeline.unlimited();
    stage.operator(life);
    stage.applyAll("orders");
    assertThat(stage.isHeld("orders")).isTrue();

    stage.awaitJob().starts().verifies("7");

    var status = stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    awaitNothingKept(stage, "orders");
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("7");
    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(stage.jobs()).hasSize(1);
    assertThat(stage.eventsOf("Migration", "orders"))
        .containsExactlyInAnyOrder("RunStarted", "ScriptApplied", "RunVerified");
    assertThat(stage.eventsOf("Deployment", "orders"))
        .as("held without its Migration, held until it is verified, released")
        .containsOnly("RolloutHeld", "RolloutReleased");
    assertThat(life.writes()).as("writes of the operator").hasSizeLessThanOrEqualTo(8);
  }

  static Stream<List<Integer>> orders() {
    return Stream.of(
        List.of(0, 1, 2),
        List.of(0, 2, 1),
        List.of(1, 0, 2),
        List.of(1, 2, 0),
        List.of(2, 0, 1),
        List.of(2, 1, 0));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void orderOfArrivalDoesNotMatter(List<Integer> order) {
    stage.operator(Lifeline.unlimited());
    var all =
        List.<HasMetadata>of(
            scripts("orders-sql", "select 1"),
            migration("orders"),
            deployment("orders", "orders", "7"));

    order.forEach(index -> stage.apply(all.get(index)));
    stage.awaitJob().starts().verifies("7");

    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(stage.jobs()).hasSize(1);
  }
}
