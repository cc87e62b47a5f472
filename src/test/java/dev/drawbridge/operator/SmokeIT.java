package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes after a verified run, in an API server; Jobs and Deployments are played. */
@ParameterizedClass
@EnumSource
class SmokeIT {

  private final Stage stage;
  private final SmokeOnStage service;

  SmokeIT(AnyGround ground) {
    stage = new Stage(ground.start());
    service = new SmokeOnStage(stage);
  }

  @BeforeEach
  void sevenIsVerifiedAndLetGo() {
    stage.operator(Lifeline.unlimited());
    service.verifySeven();
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  private static Condition condition(MigrationStatus status, String type) {
    return status.conditions().stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private MigrationStatus awaitHealth(Reason reason) {
    return stage.awaitStatus(
        "orders", status -> condition(status, "Healthy").reason().equals(reason.word()));
  }

  private void assertIsVerifiedAndReady() {
    var status = stage.status("orders");
    assertThat(status.phase()).isEqualTo(Phase.VERIFIED);
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
  }

  @Test
  void smokeComesAfterTheRolloutAndSaysThatAllIsWell() {
    var waiting = awaitHealth(Reason.WAITING_FOR_ROLLOUT);
    assertThat(condition(waiting, "Healthy").status()).isEqualTo("Unknown");
    assertThat(stage.jobs()).hasSize(1);

    service.rollOut();
    var smoke = stage.awaitJob();

    assertThat(smoke.job().getMetadata().getLabels())
        .containsEntry(Markers.FOLLOW_UP_LABEL, "smoke");
    assertIsVerifiedAndReady();
    smoke.starts().verifies("7");
    var after = awaitHealth(Reason.SMOKE_PASSED);
    assertThat(condition(after, "Healthy").status()).isEqualTo("True");
    assertIsVerifiedAndReady();
    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(service.rollbacks()).isEmpty();
  }

  @Test
  void operatorThatIsRestartedMeanwhileFollowsTheSameJob() {
    service.rollOut();
    var smoke = stage.awaitJob().starts();
    stage.stopOperators();
    smoke.verifies("7");

    stage.operator(Lifeline.unlimited());

    awaitHealth(Reason.SMOKE_PASSED);
    stage.timePasses("orders");
    assertThat(stage.jobs()).as("neither smoke nor the run again").hasSize(2);
  }

  @Test
  void failedSmokeMakesOneRollback() {
    service.rollOut();
    stage
        .awaitJob()
        .starts()
        .fails(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED, "Check health: found 500.");

    service.awaitRollback();
    var undo = stage.awaitJob();
    assertThat(condition(stage.status("orders"), "Healthy").status()).isEqualTo("False");
    assertThat(Serialization.asJson(undo.job())).contains("DRAWBRIDGE_UNDO_TO");
    stage.stopOperators();
    undo.starts().verifies("6");
    stage.operator(Lifeline.unlimited());
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    stage.timePasses("orders");

    assertThat(Objects.requireNonNull(after.verified()).version()).isEqualTo("6");
    assertThat(service.rollbacks())
        .singleElement()
        .satisfies(made -> {
          var run = Objects.requireNonNull(after.run()).id();
          assertThat(made.getMetadata().getName()).isEqualTo("orders-back-" + run);
          assertThat(made.getSpec().reason()).contains("Check health: found 500.");
          assertThat(made.getMetadata().getOwnerReferences()).isEmpty();
        });
    assertThat(stage.jobs()).hasSize(3);
  }

  @Test
  void rollbackWhoseUndoScriptIsMissingTouchesNothing() {
    new RollbacksOnStage(stage).give("V6__a.sql", "V7__b.sql");
    service.rollOut();
    stage
        .awaitJob()
        .starts()
        .fails(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED, "Check health: found 500.");

    service.awaitRollback();
    await().atMost(Stage.PATIENCE).until(() -> service.rollbacks().getFirst().isOver());

    assertThat(service.rollbacks())
        .singleElement()
        .satisfies(made ->
            assertThat(made.statusOrNone().conditions())
                .anyMatch(one -> one.reason().equals(Reason.MISSING_UNDO_SCRIPT.word())));
    var after = stage.status("orders");
    assertThat(after.takenBack()).isNull();
    assertThat(Objects.requireNonNull(after.verified()).version()).isEqualTo("7");
    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(stage.jobs())
        .noneMatch(job -> job.getMetadata().getLabels().containsKey(Markers.ROLLBACK_LABEL));
  }

  @Test
  void rolloutThatNeverBecomesAvailableIsFailedSmoke() {
    service.getStuck();

    service.awaitRollback();

    var status = stage.status("orders");
    assertThat(condition(status, "Healthy").reason()).isEqualTo(Reason.ROLLOUT_FAILED.word());
    assertThat(condition(status, "Healthy").message()).contains("has timed out progressing");
    stage.awaitJob();
    assertThat(stage.jobs())
        .as("the run and the undoing, no smoke")
        .noneMatch(job -> job.getMetadata().getLabels().containsKey(Markers.FOLLOW_UP_LABEL));
  }

  @Test
  void whoCouldNotLookLeadsToNoRollback() {
    service.rollOut();
    stage.awaitJob().starts().crashes(137);

    var after = stage.awaitStatus("orders", SmokeIT::isUnknown);
    stage.timePasses("orders");

    assertThat(Objects.requireNonNull(after.smoke()).message())
        .contains("It only checks, and applies nothing.")
        .doesNotContain("Scripts");
    assertIsVerifiedAndReady();
    assertThat(service.rollbacks()).isEmpty();
  }

  private static boolean isUnknown(MigrationStatus status) {
    return status.smoke() != null && "Unknown".equals(status.smoke().outcome());
  }
}
