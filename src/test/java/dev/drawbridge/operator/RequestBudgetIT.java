package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an operator asks when it is started again and there is nothing to do. By number, so that no
 * machine is too slow for it.
 */
@ParameterizedClass
@EnumSource
class RequestBudgetIT {

  private static final int FEW = 2;
  private static final int MANY = 8;

  /** First lists: the Migrations 4 times, and 15 of all else; and the check of the start. */
  private static final int BUDGET = 25;

  private final Stage stage;

  RequestBudgetIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void restartWithNothingToDoAsksNoMoreForManyThanForFew() {
    settle(0, FEW);
    var forFew = requestsOfARestart(FEW);

    settle(FEW, MANY);
    var forMany = requestsOfARestart(MANY);

    assertThat(forMany).as("one page of each list holds them").isEqualTo(forFew);
    assertThat(forMany).hasSizeLessThanOrEqualTo(BUDGET).allMatch(one -> one.startsWith("GET "));
  }

  /** Half of them verified and released, half failed and held. */
  private void settle(int first, int end) {
    stage.operator(Lifeline.unlimited());
    IntStream.range(first, end).forEach(this::settle);
    stage.stopOperators();
  }

  private void settle(int number) {
    var name = "app-" + number;
    stage.applyAll(name);
    var job = stage.awaitJob().starts();
    if (number % 2 == 0) {
      job.verifies("7");
      stage.awaitStatus(name, Expectations::isVerifiedAndReleased);
    } else {
      job.fails(Exit.MIGRATION_FAILED, Reason.SCRIPT_FAILED, "It has failed.");
      stage.awaitStatus(name, status -> status.phase() == Phase.FAILED);
      awaitSentence(name);
    }
    Expectations.awaitNothingKept(stage, name);
  }

  private void awaitSentence(String name) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses(name);
          return Optional.ofNullable(
                  stage
                      .deployment(name)
                      .getMetadata()
                      .getAnnotations()
                      .get(Markers.HELD_BECAUSE_ANNOTATION))
              .filter(sentence -> sentence.contains("failed"))
              .isPresent();
        });
  }

  private List<String> requestsOfARestart(int size) {
    var traffic = new Traffic();
    var operator = stage.operator(traffic, "one", false);
    await()
        .atMost(Stage.PATIENCE)
        .until(
            () -> Looks.at(operator.port()),
            looks -> looks.of("migration") >= size && looks.of("gate") >= size);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Stage.PATIENCE)
        .until(traffic::requests, requests -> requests.size() == traffic.requests().size());
    stage.stopOperators();
    return traffic.requests();
  }
}
