package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static dev.drawbridge.operator.Expectations.isVerifiedAndReleased;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator that ends, at any moment: the next one goes on where it was. */
@ParameterizedClass
@EnumSource
class OperatorEndsIT {

  /** A lease that is not given back runs out after 15 seconds. */
  private static final Duration LESS_THAN_THE_LEASE_LASTS = Duration.ofSeconds(10);

  private final Stage stage;

  OperatorEndsIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  static IntStream writes() {
    return IntStream.range(0, 9);
  }

  /** Whatever is there when the process dies, the next one finds it, and nothing is run twice. */
  @ParameterizedTest
  @MethodSource("writes")
  void operatorThatIsKilledBetweenAnyTwoWritesLosesNothing(int count) {
    var life = Lifeline.thatEndsBeforeWrite(count);
    stage.operator(life);
    stage.applyAll("orders");
    var played = playUntilDead(life);
    stage.stopOperators();

    stage.operator(Lifeline.unlimited());
    if (!played) {
      stage.awaitJob().starts().verifies("7");
    }

    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    awaitNothingKept(stage, "orders");
    assertThat(stage.jobs()).hasSize(1);
    assertThat(stage.status("orders").history()).isEmpty();
  }

  private boolean playUntilDead(Lifeline life) {
    await().atMost(Stage.PATIENCE).until(() -> life.isDead() || !stage.jobs().isEmpty());
    if (stage.jobs().isEmpty()) {
      return false;
    }
    stage.awaitJob().starts().verifies("7");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> life.isDead() || isVerifiedAndReleased(stage.status("orders")));
    return true;
  }

  @Test
  void secondReplicaTakesOverWhenTheLeaderStops() {
    var first = stage.operator(Lifeline.unlimited(), "one", true);
    stage.operator(Lifeline.unlimited(), "two", true);
    stage.applyAll("orders");
    var job = stage.awaitJob().starts();
    stage.awaitStatus("orders", status -> status.run() != null);

    stage.stop(first);
    job.verifies("7");

    await()
        .atMost(LESS_THAN_THE_LEASE_LASTS)
        .until(() -> isVerifiedAndReleased(stage.status("orders")));
    assertThat(stage.jobs()).hasSize(1);
  }
}
