package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failed smoke leads to, wherever the operator dies on the way. */
@ParameterizedClass
@EnumSource
class OwnRollbackIT {

  private final Stage stage;
  private final SmokeOnStage service;
  private final Set<String> played = new HashSet<>();

  OwnRollbackIT(AnyGround ground) {
    stage = new Stage(ground.start());
    service = new SmokeOnStage(stage);
  }

  @BeforeEach
  void sevenIsVerifiedAndLetGo() {
    stage.operator(Lifeline.unlimited());
    service.verifySeven();
    played.add(stage.jobs().getFirst().getMetadata().getName());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  /** As many as it takes from the end of the rollout until the Rollback is under way. */
  static IntStream writes() {
    return IntStream.rangeClosed(0, 9);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void operatorThatIsKilledBetweenAnyTwoWritesMakesOneRollback(int count) {
    stage.stopOperators();
    var life = Lifeline.thatEndsBeforeWrite(count);
    stage.operator(life);
    service.rollOut();
    await().atMost(Stage.PATIENCE).until(() -> played(life.isDead() || isOver()));
    stage.stopOperators();

    stage.operator(Lifeline.unlimited());

    await().atMost(Stage.PATIENCE).until(() -> played(isOver()));
    var made = service.rollbacks();
    var status = stage.status("orders");
    assertThat(made).hasSize(1);
    assertThat(made.getFirst().getMetadata().getName())
        .isEqualTo("orders-back-" + Objects.requireNonNull(status.run()).id());
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("6");
    assertThat(stage.jobs()).as("the run, smoke, and the undoing").hasSize(3);
  }

  /** Plays what has come since: smoke fails, and what is undone is undone. */
  private boolean played(boolean isEnough) {
    for (var job : stage.jobs()) {
      if (played.add(job.getMetadata().getName())) {
        var one = new PlayedJob(stage.client(), job).starts();
        if (job.getMetadata().getLabels().containsKey(Markers.FOLLOW_UP_LABEL)) {
          one.fails(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED, "Check health: found 500.");
        } else {
          one.verifies("6");
        }
      }
    }
    return isEnough;
  }

  private boolean isOver() {
    return stage.status("orders").phase() == Phase.ROLLED_BACK
        && stage.find("orders").orElseThrow().getMetadata().getFinalizers().isEmpty()
        && stage.jobs().stream().allMatch(Expectations::isLetGo);
  }
}
