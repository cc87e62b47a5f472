package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static dev.drawbridge.operator.Stage.migration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations that are deleted, and what they leave. */
@ParameterizedClass
@EnumSource
class DeletionIT {

  private final Stage stage;

  DeletionIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void migrationThatIsDeletedDuringARunGoesWhenTheRunHasEnded() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    var job = stage.awaitJob().starts();
    stage.awaitStatus("orders", status -> status.run() != null);

    stage.client().resource(stage.find("orders").orElseThrow()).delete();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Stage.PATIENCE)
        .until(() -> stage.find("orders").isPresent());
    job.verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> stage.find("orders").isEmpty());
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.jobs().stream().allMatch(Expectations::isLetGo));
  }

  @Test
  void migrationMadeAnewUnderTheSameNameRunsAnew() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    awaitNothingKept(stage, "orders");
    var first = stage.status("orders");

    stage.client().resource(stage.find("orders").orElseThrow()).delete();
    await().atMost(Stage.PATIENCE).until(() -> stage.find("orders").isEmpty());
    stage.apply(migration("orders"));
    stage.awaitJob().starts().verifies("7");

    var second = stage.awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    assertThat(Objects.requireNonNull(second.run()).id())
        .isNotEqualTo(Objects.requireNonNull(first.run()).id());
  }

  @Test
  void jobWhoseMigrationIsGoneHoldsNothingUp() {
    var life = Lifeline.unlimited();
    stage.operator(life);
    stage.applyAll("orders");
    var job = stage.awaitJob().starts();
    stage.stopOperators();
    var orphan = stage.find("orders").orElseThrow();
    orphan.getMetadata().setFinalizers(List.of());
    stage.client().resource(orphan).update();
    stage.client().resource(orphan).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    await().atMost(Stage.PATIENCE).until(() -> stage.find("orders").isEmpty());
    stage
        .client()
        .resource(job.job())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();

    stage.operator(Lifeline.unlimited());

    await().atMost(Stage.PATIENCE).until(() -> stage.jobs().isEmpty());
  }
}
