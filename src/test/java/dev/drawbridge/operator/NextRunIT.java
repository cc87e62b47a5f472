package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.assertThatNoOtherRunStarts;
import static dev.drawbridge.operator.Expectations.hasRuns;
import static dev.drawbridge.operator.Stage.migration;
import static dev.drawbridge.operator.Stage.scripts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When another run is started, and when none is. */
@ParameterizedClass
@EnumSource
class NextRunIT {

  private final Stage stage;

  NextRunIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void sameApplyTwiceIsOneRun() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);

    stage.apply(migration("orders"));
    stage.apply(scripts("orders-sql", "select 1"));

    assertThatNoOtherRunStarts(stage, "orders", 1);
  }

  @Test
  void failedRunIsNotStartedAgainUntilSomebodyAsks() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    stage
        .awaitJob()
        .starts()
        .fails(Exit.MIGRATION_FAILED, Reason.SCRIPT_FAILED, "V1__first.sql, line 1: no.");
    stage.awaitStatus("orders", status -> status.phase() == Phase.FAILED);
    assertThatNoOtherRunStarts(stage, "orders", 1);

    stage.annotate("orders", Markers.RETRY_ANNOTATION, "1");
    stage.awaitJob().starts().verifies("7");

    var status = stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(status.history())
        .singleElement()
        .satisfies(past -> assertThat(past.reason()).isEqualTo("ScriptFailed"));
  }

  @Test
  void changedConfigMapIsAnotherRunAndSoIsTheFirstOneAgain() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);

    stage.apply(scripts("orders-sql", "select 2"));
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", status -> hasRuns(status, 2));
    stage.apply(scripts("orders-sql", "select 1"));
    stage.awaitJob().starts().verifies("7");

    stage.awaitStatus("orders", status -> hasRuns(status, 3));
    assertThat(stage.jobs()).hasSize(3);
  }

  @Test
  void missingConfigMapIsNamedAndTakenUpWhenItComes() {
    stage.operator(Lifeline.unlimited());
    stage.apply(migration("orders"));

    var status = stage.awaitStatus("orders", one -> one.phase() == Phase.PENDING);
    assertThat(status.conditions().getFirst().reason()).isEqualTo("MissingConfigMap");
    assertThat(status.conditions().getFirst().message()).contains("ConfigMap orders-sql");

    stage.apply(scripts("orders-sql", "select 1"));
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", one -> one.phase() == Phase.VERIFIED);
  }

  @Test
  void editDuringARunLetsItEndAndThenRunsAgain() {
    stage.operator(Lifeline.unlimited());
    stage.applyAll("orders");
    var first = stage.awaitJob().starts();

    stage.apply(scripts("orders-sql", "select 2"));
    assertThatNoOtherRunStarts(stage, "orders", 1);
    first.verifies("7");
    stage.awaitJob().starts().verifies("8");

    var status = stage.awaitStatus("orders", one -> hasRuns(one, 2));
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("8");
  }

  @Test
  void migrationsOfOneDatabaseRunOneAfterTheOther() {
    stage.operator(Lifeline.unlimited());
    for (var name : List.of("orders", "billing")) {
      var migration = migration(name);
      migration.setSpec(
          Objects.requireNonNull(
              SpecReader.read(
                  withQueue(SpecReader.write(migration.getSpec()), stage.namespace()))));
      stage.apply(scripts(name + "-sql", "select 1"));
      stage.apply(migration);
    }

    var first = stage.awaitJob().starts();
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            Stream.of("orders", "billing")
                .anyMatch(name -> stage.status(name).phase() == Phase.QUEUED));
    assertThat(stage.jobs()).hasSize(1);
    first.verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> stage.jobs().size() == 2);
    stage.awaitJob().starts().verifies("7");
    Stream.of("orders", "billing")
        .forEach(name -> stage.awaitStatus(name, status -> status.phase() == Phase.VERIFIED));
  }

  private static JsonNode withQueue(String spec, String queue) {
    var tree = Serialization.unmarshal(spec, ObjectNode.class);
    tree.withObject("/database").put("queue", queue);
    return tree;
  }
}
