package dev.drawbridge.operator;

import static dev.drawbridge.operator.RollbacksOnStage.isVerified;
import static dev.drawbridge.operator.RollbacksOnStage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollbacks that are deleted, that meet another run, and whose operator is killed. */
@ParameterizedClass
@EnumSource
class RollbackEndsIT {

  private static final String UNDO = "undo: {to: \"6\"}";

  private final Stage stage;
  private final RollbacksOnStage rollbacks;

  RollbackEndsIT(AnyGround ground) {
    stage = new Stage(ground.start());
    rollbacks = new RollbacksOnStage(stage);
  }

  @BeforeEach
  void sevenIsVerifiedAfterSix() {
    stage.operator(Lifeline.unlimited());
    rollbacks.verifySevenAfterSix();
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  /** As many as it takes, and a few more that are never reached. */
  static IntStream writes() {
    return IntStream.rangeClosed(0, 9);
  }

  private TakenBack awaitOutcome(String outcome) {
    var status =
        stage.awaitStatus(
            "orders",
            known -> known.takenBack() != null && outcome.equals(known.takenBack().outcome()));
    return Objects.requireNonNull(status.takenBack());
  }

  private void awaitNothingKept() {
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            stage.find("orders").orElseThrow().getMetadata().getFinalizers().isEmpty()
                && stage.jobs().stream().allMatch(Expectations::isLetGo));
  }

  @Test
  void rollbackThatIsDeletedRightAfterItsSuccessHasSucceeded() {
    rollbacks.apply("back", UNDO);
    var job = stage.awaitJob().starts();
    rollbacks.delete("back");

    job.verifies("6");

    rollbacks.awaitGone("back");
    assertThat(awaitOutcome("RolledBack").to()).isEqualTo("6");
    assertThat(stage.status("orders").phase()).isEqualTo(Phase.ROLLED_BACK);
    awaitNothingKept();
  }

  @Test
  void rollbackThatIsDeletedDuringItsRunTellsWhyItFailed() {
    rollbacks.apply("back", UNDO);
    var job = stage.awaitJob().starts();
    rollbacks.delete("back");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Stage.PATIENCE)
        .until(() -> rollbacks.find("back").isPresent());

    job.fails(Exit.REFUSED, Reason.SCRIPT_FAILED, "U7__back.sql failed. Nothing was undone.");

    rollbacks.awaitGone("back");
    assertThat(awaitOutcome("Failed").message())
        .isEqualTo("U7__back.sql failed. Nothing was undone.");
    awaitNothingKept();
  }

  @Test
  void disabledAndDeletedAtOnceIsOneOrTheOther() {
    rollbacks.apply("back", "disable: {}");
    stage.awaitStatus("orders", status -> status.takenBack() != null);

    rollbacks.delete("back");

    rollbacks.awaitGone("back");
    var status =
        stage.awaitStatus(
            "orders", known -> known.takenBack() != null && !known.isBeingTakenBack());
    assertThat(status.phase()).isIn(Phase.ROLLED_BACK, Phase.FAILED);
    assertThat(stage.isHeld("orders")).isTrue();
  }

  @Test
  void ofTwoAtOnceTheYoungerIsToldThatTheOlderHasDoneIt() {
    rollbacks.apply("back", UNDO);
    var job = stage.awaitJob();
    rollbacks.apply("twin", UNDO);
    rollbacks.awaitStatus("twin", status -> message(status).startsWith("Waits for Rollback back"));

    job.starts().verifies("6");

    assertThat(message(rollbacks.awaitEnd("twin")))
        .startsWith("Migration orders was taken back already, by Rollback back");
    assertThat(stage.jobs()).hasSize(3);
  }

  @Test
  void runUnderWayIsWaitedForAndNothingOfItIsLetGo() {
    stage.apply(Stage.scripts("orders-sql", "select 3"));
    var run = stage.awaitJob().starts();
    stage.apply(Stage.deployment("newer", "orders", "8"));
    rollbacks.apply("back", "disable: {}");
    rollbacks.awaitStatus("back", status -> message(status).startsWith("Waits for run"));

    rollbacks.rollOut();
    run.verifies("6", "7", "8");

    rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(stage.isHeld("newer")).isTrue();
    assertThat(stage.eventsOf("Deployment", "newer")).doesNotContain("RolloutReleased");
    assertThat(isVerified(stage.status("orders"), "7")).isTrue();
  }

  @Test
  void runUnderWayIsStoppedIfTheRollbackSaysSo() {
    stage.apply(Stage.scripts("orders-sql", "select 3"));
    var run = stage.awaitJob().starts();

    rollbacks.apply("back", UNDO + "\n  interrupt: true");

    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            stage.jobs().stream()
                .filter(
                    one -> one.getMetadata().getName().equals(run.job().getMetadata().getName()))
                .allMatch(one -> one.getMetadata().getDeletionTimestamp() != null));
    // Where Jobs are deleted with their pods, nobody says anything any more.
    if (run.hasPod()) {
      run.fails(Exit.INTERRUPTED, Reason.INTERRUPTED, "It was stopped. Nothing was applied.");
    }
    stage.awaitJob().starts().verifies("6");
    assertThat(awaitOutcome("RolledBack").rollback()).isEqualTo("back");
    assertThat(stage.status("orders").run())
        .satisfies(ended ->
            assertThat(Objects.requireNonNull(ended).reason()).isEqualTo(Reason.CANCELLED.word()));
  }

  @Test
  void runOfTheSameDatabaseIsWaitedFor() {
    stage.apply(Stage.scripts("other-sql", "select 1"));
    var other = Stage.migration("other");
    other.setSpec(Stage.migration("orders").getSpec());
    stage.apply(other);
    var run = stage.awaitJob().starts();
    rollbacks.apply("back", UNDO);
    rollbacks.awaitStatus("back", status -> status.phase() == Phase.QUEUED);

    run.verifies("7");

    stage.awaitJob().starts().verifies("6");
    assertThat(rollbacks.awaitEnd("back").isDone()).isTrue();
  }

  /** Whatever is there when the process dies, the next one finds it, and nothing is run twice. */
  @ParameterizedTest
  @MethodSource("writes")
  void operatorThatIsKilledBetweenAnyTwoWritesLosesNothing(int count) {
    stage.stopOperators();
    var life = Lifeline.thatEndsBeforeWrite(count);
    stage.operator(life);
    rollbacks.apply("back", UNDO);
    var played = playUntilDead(life);
    stage.stopOperators();

    stage.operator(Lifeline.unlimited());
    if (!played) {
      stage.awaitJob().starts().verifies("6");
    }

    assertThat(rollbacks.awaitEnd("back").isDone()).isTrue();
    awaitOutcome("RolledBack");
    awaitNothingKept();
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(stage.jobs()).hasSize(3);
  }

  private boolean playUntilDead(Lifeline life) {
    await().atMost(Stage.PATIENCE).until(() -> life.isDead() || stage.jobs().size() == 3);
    if (stage.jobs().size() < 3) {
      return false;
    }
    stage.awaitJob().starts().verifies("6");
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            life.isDead()
                || rollbacks.find("back").orElseThrow().getMetadata().getFinalizers().isEmpty());
    return true;
  }
}
