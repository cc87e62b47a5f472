package dev.drawbridge.operator;

import static dev.drawbridge.operator.RollbacksOnStage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.report.BackupSummary;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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

/** Rollbacks that save something first: their operator is killed, or their claim is not there. */
@ParameterizedClass
@EnumSource
class ExportEndsIT {

  private static final String UNDO =
      "undo: {to: \"6\"}\n  export: {pgDump: {image: \"postgres:any\", claim: forensics}}";
  private static final BackupSummary SAVED =
      new BackupSummary("forensics", "drawbridge-exports/back.dump", 42, "8c1f2e07");
  private static final String NO_CLAIM =
      "0/1 nodes are available: persistentvolumeclaim \"forensics\" not found.";

  private static final Duration THE_DEADLINE = Duration.ofMinutes(30).plusSeconds(5);

  private final Stage stage;
  private final RollbacksOnStage rollbacks;

  ExportEndsIT(AnyGround ground) {
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

  /** What was saved is found by the next one, and is not saved again. */
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
      stage.awaitJob().saves(SAVED).starts().verifies("6");
    }

    var status = rollbacks.awaitEnd("back");
    assertThat(status.isDone()).as(message(status)).isTrue();
    assertSaved(status);
    awaitTakenBack("RolledBack");
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(stage.jobs()).hasSize(3);
  }

  private static void assertSaved(RollbackStatus status) {
    var export = Objects.requireNonNull(status.export());
    assertThat(export.claim()).isEqualTo(SAVED.claim());
    assertThat(export.path()).isEqualTo(SAVED.path());
    assertThat(export.sha256()).isEqualTo(SAVED.sha256());
    assertThat(Objects.requireNonNull(status.run()).backup()).isNull();
  }

  private boolean playUntilDead(Lifeline life) {
    await().atMost(Stage.PATIENCE).until(() -> life.isDead() || stage.jobs().size() == 3);
    if (stage.jobs().size() < 3) {
      return false;
    }
    stage.awaitJob().saves(SAVED).starts().verifies("6");
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            life.isDead()
                || rollbacks.find("back").orElseThrow().getMetadata().getFinalizers().isEmpty());
    return true;
  }

  @Test
  void claimThatIsNotThereIsNamedAndTheRollbackGoesOnWhenItIs() {
    rollbacks.apply("back", UNDO);
    var job = stage.awaitJob().saves(SAVED).waits(NO_CLAIM);

    var waiting = rollbacks.awaitStatus("back", status -> message(status).contains("Claim"));
    assertThat(message(waiting))
        .startsWith("Claim forensics does not exist in namespace " + stage.namespace())
        .contains("Create it, and the pod starts by itself");
    assertThat(waiting.phase()).isEqualTo(Phase.RUNNING);

    job.starts().verifies("6");

    assertSaved(rollbacks.awaitEnd("back"));
  }

  /** It is over with its deadline: nothing was changed, and another one may be made. */
  @Test
  void claimThatNeverComesEndsTheRollbackWithNothingChanged() {
    rollbacks.apply("back", UNDO);
    var job = stage.awaitJob().waits(NO_CLAIM);
    rollbacks.awaitStatus("back", status -> message(status).contains("Claim"));

    stage.timePasses("orders", THE_DEADLINE);
    rollbacks.touch("back");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.jobs().stream().noneMatch(one -> isAlive(one, job)));
    job.losesItsPod();

    var status = rollbacks.awaitEnd("back");
    assertThat(status.isDone()).isFalse();
    assertThat(status.phase()).isEqualTo(Phase.FAILED);
    assertThat(Objects.requireNonNull(status.run()).reason()).isEqualTo(Reason.NOT_STARTED.word());
    assertThat(message(status))
        .contains(
            "The run's pod had not started when the deadline passed",
            "Claim forensics does not exist",
            "Nothing was changed.",
            "create a new Rollback.")
        .doesNotContain("drawbridge.dev/retry");
    assertThat(status.export()).isNull();
    awaitTakenBack("Failed");

    rollbacks.apply("again", UNDO.replace("forensics", "backups"));
    stage.awaitJob().saves(SAVED).starts().verifies("6");
    assertThat(rollbacks.awaitEnd("again").isDone()).isTrue();
  }

  private static boolean isAlive(Job one, PlayedJob of) {
    return one.getMetadata().getName().equals(of.job().getMetadata().getName())
        && one.getMetadata().getDeletionTimestamp() == null;
  }

  private void awaitTakenBack(String outcome) {
    stage.awaitStatus(
        "orders",
        known -> known.takenBack() != null && outcome.equals(known.takenBack().outcome()));
  }
}
