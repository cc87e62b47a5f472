package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.assertThatNoOtherRunStarts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that are taken away before their own end. */
@ParameterizedClass
@EnumSource
class UnluckyRunIT {

  private final Stage stage;

  UnluckyRunIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void drainedPodIsFollowedByAnotherThatCounts() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");

    var job = stage.awaitJob().starts().isDrained();
    assertThatNoOtherRunStarts(stage, "orders", 1);
    job.starts().verifies("7");

    var status = stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(Objects.requireNonNull(status.run()).attempt()).isEqualTo(2);
  }

  @Test
  void podThatIsRefusedIsNamedAndTheRunGoesOnWhenItComes() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    var job = stage.awaitJob();
    var name = job.job().getMetadata().getName();

    job.isRefusedItsPod("pods \"%s-x7k2p\" is forbidden: exceeded quota: small".formatted(name));
    var status = stage.awaitStatus("orders", one -> ready(one).equals(Reason.POD_REFUSED.word()));

    assertThat(status.conditions().getFirst().message())
        .as("no name that the next try changes")
        .contains(
            "makes no pod for Job %s: pods \"%s-*\" is forbidden: exceeded quota: small. It tries"
                .formatted(name, name));
    assertThat(status.phase()).isEqualTo(Phase.RUNNING);
    job.starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
  }

  private static String ready(MigrationStatus status) {
    return status.conditions().stream()
        .filter(one -> one.type().equals("Ready"))
        .map(Condition::reason)
        .findFirst()
        .orElse("");
  }

  @Test
  void runnerThatIsKilledIsSaidToHaveCrashed() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");

    stage.awaitJob().starts().crashes(137);

    var status = stage.awaitStatus("orders", one -> one.phase() == Phase.FAILED);
    assertThat(Objects.requireNonNull(status.run()).reason()).isEqualTo("Crashed");
    assertThat(stage.isHeld("orders")).isTrue();
    assertThatNoOtherRunStarts(stage, "orders", 1);
  }

  @Test
  void runWhoseJobIsDeletedByHandIsLookedAtOnceMore() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    var lost = stage.awaitJob();
    stage.awaitStatus("orders", status -> status.run() != null);

    stage
        .client()
        .resource(lost.job())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    stage.awaitStatus("orders", status -> status.history().size() == 1);
    stage.awaitJob().starts().verifies("7");

    var status = stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(status.history().getFirst().reason()).isEqualTo("Lost");
  }
}
