package dev.drawbridge.operator;

import static dev.drawbridge.operator.RollbacksOnStage.isVerified;
import static dev.drawbridge.operator.RollbacksOnStage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollback;
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

/** A Migration that is taken back, in an API server; Jobs and Deployments are played. */
@ParameterizedClass
@EnumSource
class RollbackIT {

  private final Stage stage;
  private final RollbacksOnStage rollbacks;

  RollbackIT(AnyGround ground) {
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

  @Test
  void gateIsClosedBeforeTheRunAndStaysSoAfterIt() {
    rollbacks.apply("back", "undo: {to: \"6\"}");

    var job = stage.awaitJob();

    assertThat(stage.isHeld("orders")).as("held before the Job is there").isTrue();
    var during = stage.status("orders");
    assertThat(Objects.requireNonNull(during.verified()).applied()).containsExactly("6");
    assertThat(during.phase()).isEqualTo(Phase.PENDING);
    assertThat(Serialization.asJson(job.job())).contains("DRAWBRIDGE_UNDO_TO");
    job.starts().verifies("6");
    rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(after.conditions())
        .filteredOn(one -> one.type().equals("Ready"))
        .singleElement()
        .satisfies(ready -> {
          assertThat(ready.reason()).isEqualTo(Reason.ROLLED_BACK.word());
          assertThat(ready.message())
              .matches(
                  "Rollback back \\(by [a-z]+\\) has taken it back from 7 to 6: duplicate keys\\..*");
        });
    assertThat(stage.isHeld("orders")).isTrue();
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> rollbacks.find("back").orElseThrow().getMetadata().getFinalizers().isEmpty());
  }

  @Test
  void sameRunIsNotStartedAgainUntilItsInputsChange() {
    rollbacks.apply("back", "undo: {to: \"6\"}");
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    var jobs = stage.jobs().size();

    stage.apply(Stage.migration("orders"));
    stage.stopOperators();
    stage.operator(Lifeline.unlimited());
    stage.apply(Stage.deployment("other", "orders", "6"));
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("other"));

    assertThat(stage.jobs()).hasSize(jobs);
    stage.apply(Stage.scripts("orders-sql", "select 3"));
    stage.awaitJob().starts().verifies("6", "7");
    var again = stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    assertThat(again.takenBack()).isNull();
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld("orders"));
  }

  @Test
  void failedRollbackLeavesTheGateClosed() {
    rollbacks.apply("back", "undo: {to: \"6\"}");

    stage
        .awaitJob()
        .starts()
        .fails(Exit.REFUSED, Reason.SCRIPT_FAILED, "U7__back.sql failed. Nothing was undone.");

    assertThat(rollbacks.awaitEnd("back").phase()).isEqualTo(Phase.FAILED);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.FAILED);
    assertThat(isVerified(after, "6")).isTrue();
    assertThat(stage.isHeld("orders")).isTrue();
    rollbacks.apply("again", "undo: {to: \"6\"}");
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
  }

  @Test
  void disablingStartsNothing() {
    var jobs = stage.jobs().size();

    rollbacks.apply("back", "disable: {}");

    rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
    var after = stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(isVerified(after, "6")).isTrue();
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(stage.jobs()).hasSize(jobs);
  }

  @Test
  void containerOfTheUsersIsRun() {
    rollbacks.apply("back", "run: {image: \"tools:1\", command: [alembic, downgrade, \"-1\"]}");

    var job = stage.awaitJob();

    assertThat(Serialization.asJson(job.job()))
        .contains("tools:1", "alembic", Markers.ROLLBACK_LABEL)
        .doesNotContain("DRAWBRIDGE_UNDO_TO");
    assertThat(job.job().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Rollback"));
  }

  @Test
  void templateBeforeComesBackAndIsRolledOutBeforeTheRun() {
    var before = Stage.deployment("orders", "orders", "6");
    rollbacks.playReplicaSet(before, 1, 0);

    rollbacks.apply("back", "undo: {to: \"6\"}");

    await()
        .atMost(Stage.PATIENCE)
        .until(() -> "6".equals(RollbacksOnStage.schema(stage.deployment("orders"))));
    assertThat(stage.isHeld("orders")).isFalse();
    rollbacks.awaitStatus("back", status -> message(status).contains("Deployment orders"));
    assertThat(stage.jobs()).hasSize(2);
    rollbacks.rollOut();
    stage.awaitJob().starts().verifies("6");
    rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
    // What a GitOps tool does within seconds.
    stage.apply(Stage.deployment("orders", "orders", "7"));
    assertThat(stage.isHeld("orders")).isTrue();
  }

  @Test
  void missingUndoScriptIsToldBeforeAnythingIsTouched() {
    rollbacks.give("V6__a.sql", "V7__b.sql", "U6__a.sql");
    rollbacks.playReplicaSet(Stage.deployment("orders", "orders", "6"), 1, 0);
    var before = stage.status("orders");
    var jobs = stage.jobs().size();

    rollbacks.apply("back", "undo: {to: \"6\"}");

    assertThat(rollbacks.awaitEnd("back").conditions())
        .filteredOn(one -> one.type().equals("Ready"))
        .singleElement()
        .satisfies(ready -> {
          assertThat(ready.reason()).isEqualTo(Reason.MISSING_UNDO_SCRIPT.word());
          assertThat(ready.message())
              .isEqualTo(
                  "There is no undo script for V7__b.sql in ConfigMap orders-sql. Nothing was changed. The Deployments and the database are as they were. Add U7__b.sql, which takes back what V7__b.sql does; then create a new Rollback.");
        });
    await()
        .atMost(Stage.PATIENCE)
        .untilAsserted(
            () -> assertThat(stage.eventsOf("Rollback", "back")).contains("RollbackFailed"));
    assertThat(stage.status("orders")).isEqualTo(before);
    assertThat(RollbacksOnStage.schema(stage.deployment("orders"))).isEqualTo("7");
    assertThat(stage.isHeld("orders")).isFalse();
    assertThat(stage.jobs()).hasSize(jobs);
    rollbacks.give("V6__a.sql", "V7__b.sql", "U7__b.sql");
    rollbacks.apply("again", "undo: {to: \"6\"}");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> "6".equals(RollbacksOnStage.schema(stage.deployment("orders"))));
  }

  @Test
  void keptDeploymentIsHeldAsItIs() {
    rollbacks.playReplicaSet(Stage.deployment("orders", "orders", "6"), 1, 0);

    rollbacks.apply("back", "disable: {}\n  deployments: Keep");

    rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(RollbacksOnStage.schema(stage.deployment("orders"))).isEqualTo("7");
  }

  @Test
  void nothingIsTakenBackTwiceOrOfNobody() {
    rollbacks.apply("back", "disable: {}");
    stage.awaitStatus("orders", status -> status.phase() == Phase.ROLLED_BACK);

    rollbacks.apply("again", "disable: {}");

    assertThat(message(rollbacks.awaitEnd("again")))
        .startsWith("Migration orders was taken back already, by Rollback back");
    stage.apply(
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Rollback
            metadata: {name: unknown}
            spec: {migration: nobody, reason: a try, disable: {}}
            """,
            Rollback.class));
    assertThat(message(rollbacks.awaitEnd("unknown")))
        .startsWith("There is no Migration nobody in this namespace.");
  }
}
