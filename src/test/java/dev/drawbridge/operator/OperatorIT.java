package dev.drawbridge.operator;

import static dev.drawbridge.operator.Stage.deployment;
import static dev.drawbridge.operator.Stage.migration;
import static dev.drawbridge.operator.Stage.scripts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the operator does in an API server, with the Job controller and the node played by the test.
 */
@ParameterizedClass
@MethodSource("grounds")
class OperatorIT {

  /** A lease that is not given back runs out after 15 seconds. */
  private static final Duration LESS_THAN_THE_LEASE_LASTS = Duration.ofSeconds(10);

  private final Supplier<Ground> ground;
  private @Nullable Stage built;

  OperatorIT(Supplier<Ground> ground) {
    this.ground = ground;
  }

  static Stream<Supplier<Ground>> grounds() {
    return Stream.of(
        new Named("mock API server", Ground.Mock::new),
        new Named("kube-apiserver", Ground.Real::new));
  }

  record Named(String name, Supplier<Ground> make) implements Supplier<Ground> {
    @Override
    public Ground get() {
      return make.get();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void setTheStage() {
    built = new Stage(ground.get());
  }

  @AfterEach
  void clearTheStage() {
    if (built != null) {
      built.close();
    }
  }

  @Test
  void migrationRunsOnceAndItsDeploymentIsReleased() {
    var life = Lifeline.unlimited();
    stage().operator(life);
    applyAll("orders");
    assertThat(stage().isHeld("orders")).isTrue();

    stage().awaitJob().starts().verifies("7");

    var status = stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    awaitNothingKept("orders");
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("7");
    assertThat(stage().isHeld("orders")).isFalse();
    assertThat(stage().jobs()).hasSize(1);
    assertThat(stage().eventsOf("Migration", "orders"))
        .containsExactlyInAnyOrder("RunStarted", "ScriptApplied", "RunVerified");
    assertThat(stage().eventsOf("Deployment", "orders"))
        .as("held without its Migration, held until it is verified, released")
        .containsOnly("RolloutHeld", "RolloutReleased");
    assertThat(life.writes()).as("writes of the operator").hasSizeLessThanOrEqualTo(8);
  }

  static Stream<List<Integer>> orders() {
    return Stream.of(
        List.of(0, 1, 2),
        List.of(0, 2, 1),
        List.of(1, 0, 2),
        List.of(1, 2, 0),
        List.of(2, 0, 1),
        List.of(2, 1, 0));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void orderOfArrivalDoesNotMatter(List<Integer> order) {
    stage().operator(Lifeline.unlimited());
    var all =
        List.<HasMetadata>of(
            scripts("orders-sql", "select 1"),
            migration("orders"),
            deployment("orders", "orders", "7"));

    order.forEach(index -> stage().apply(all.get(index)));
    stage().awaitJob().starts().verifies("7");

    stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    assertThat(stage().jobs()).hasSize(1);
  }

  static IntStream writes() {
    return IntStream.range(0, 9);
  }

  /** Whatever is there when the process dies, the next one finds it, and nothing is run twice. */
  @ParameterizedTest
  @MethodSource("writes")
  void operatorThatIsKilledBetweenAnyTwoWritesLosesNothing(int count) {
    var life = Lifeline.thatEndsBeforeWrite(count);
    stage().operator(life);
    applyAll("orders");
    var played = playUntilDead(life);
    stage().stopOperators();

    stage().operator(Lifeline.unlimited());
    if (!played) {
      stage().awaitJob().starts().verifies("7");
    }

    stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    awaitNothingKept("orders");
    assertThat(stage().jobs()).hasSize(1);
    assertThat(stage().status("orders").history()).isEmpty();
  }

  private boolean playUntilDead(Lifeline life) {
    await().atMost(Stage.PATIENCE).until(() -> life.isDead() || !stage().jobs().isEmpty());
    if (stage().jobs().isEmpty()) {
      return false;
    }
    stage().awaitJob().starts().verifies("7");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> life.isDead() || isVerifiedAndReleased(stage().status("orders")));
    return true;
  }

  @Test
  void sameApplyTwiceIsOneRun() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    stage().awaitJob().starts().verifies("7");
    stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);

    stage().apply(migration("orders"));
    applyConfigMapAnew("orders-sql", "select 1");

    assertThatNoOtherRunStarts("orders", 1);
  }

  @Test
  void failedRunIsNotStartedAgainUntilSomebodyAsks() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    stage()
        .awaitJob()
        .starts()
        .fails(Exit.MIGRATION_FAILED, Reason.SCRIPT_FAILED, "V1__first.sql, line 1: no.");
    stage().awaitStatus("orders", status -> status.phase() == Phase.FAILED);
    assertThatNoOtherRunStarts("orders", 1);

    annotate("orders", Markers.RETRY_ANNOTATION, "1");
    stage().awaitJob().starts().verifies("7");

    var status = stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    assertThat(status.history())
        .singleElement()
        .satisfies(past -> assertThat(past.reason()).isEqualTo("ScriptFailed"));
  }

  @Test
  void changedConfigMapIsAnotherRunAndSoIsTheFirstOneAgain() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    stage().awaitJob().starts().verifies("7");
    stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);

    applyConfigMapAnew("orders-sql", "select 2");
    stage().awaitJob().starts().verifies("7");
    stage().awaitStatus("orders", status -> hasRuns(status, 2));
    applyConfigMapAnew("orders-sql", "select 1");
    stage().awaitJob().starts().verifies("7");

    stage().awaitStatus("orders", status -> hasRuns(status, 3));
    assertThat(stage().jobs()).hasSize(3);
  }

  @Test
  void missingConfigMapIsNamedAndTakenUpWhenItComes() {
    stage().operator(Lifeline.unlimited());
    stage().apply(migration("orders"));

    var status = stage().awaitStatus("orders", one -> one.phase() == Phase.PENDING);
    assertThat(status.conditions().getFirst().reason()).isEqualTo("MissingConfigMap");
    assertThat(status.conditions().getFirst().message()).contains("ConfigMap orders-sql");

    stage().apply(scripts("orders-sql", "select 1"));
    stage().awaitJob().starts().verifies("7");
    stage().awaitStatus("orders", one -> one.phase() == Phase.VERIFIED);
  }

  @Test
  void editDuringARunLetsItEndAndThenRunsAgain() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    var first = stage().awaitJob().starts();

    applyConfigMapAnew("orders-sql", "select 2");
    assertThatNoOtherRunStarts("orders", 1);
    first.verifies("7");
    stage().awaitJob().starts().verifies("8");

    var status = stage().awaitStatus("orders", one -> hasRuns(one, 2));
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("8");
  }

  @Test
  void migrationThatIsDeletedDuringARunGoesWhenTheRunHasEnded() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    var job = stage().awaitJob().starts();
    stage().awaitStatus("orders", status -> status.run() != null);

    stage().client().resource(stage().find("orders").orElseThrow()).delete();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Stage.PATIENCE)
        .until(() -> stage().find("orders").isPresent());
    job.verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> stage().find("orders").isEmpty());
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage().jobs().stream().allMatch(OperatorIT::isLetGo));
  }

  @Test
  void migrationMadeAnewUnderTheSameNameRunsAnew() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    stage().awaitJob().starts().verifies("7");
    stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    awaitNothingKept("orders");
    var first = stage().status("orders");

    stage().client().resource(stage().find("orders").orElseThrow()).delete();
    await().atMost(Stage.PATIENCE).until(() -> stage().find("orders").isEmpty());
    stage().apply(migration("orders"));
    stage().awaitJob().starts().verifies("7");

    var second = stage().awaitStatus("orders", status -> status.phase() == Phase.VERIFIED);
    assertThat(Objects.requireNonNull(second.run()).id())
        .isNotEqualTo(Objects.requireNonNull(first.run()).id());
  }

  @Test
  void drainedPodIsFollowedByAnotherThatCounts() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");

    var job = stage().awaitJob().starts().isDrained();
    assertThatNoOtherRunStarts("orders", 1);
    job.starts().verifies("7");

    var status = stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    assertThat(Objects.requireNonNull(status.run()).attempt()).isEqualTo(2);
  }

  @Test
  void runnerThatIsKilledIsSaidToHaveCrashed() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");

    stage().awaitJob().starts().crashes(137);

    var status = stage().awaitStatus("orders", one -> one.phase() == Phase.FAILED);
    assertThat(Objects.requireNonNull(status.run()).reason()).isEqualTo("Crashed");
    assertThat(stage().isHeld("orders")).isTrue();
    assertThatNoOtherRunStarts("orders", 1);
  }

  @Test
  void runWhoseJobIsDeletedByHandIsLookedAtOnceMore() {
    stage().operator(Lifeline.unlimited());
    applyAll("orders");
    var lost = stage().awaitJob();
    stage().awaitStatus("orders", status -> status.run() != null);

    stage()
        .client()
        .resource(lost.job())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    stage().awaitStatus("orders", status -> status.history().size() == 1);
    stage().awaitJob().starts().verifies("7");

    var status = stage().awaitStatus("orders", OperatorIT::isVerifiedAndReleased);
    assertThat(status.history().getFirst().reason()).isEqualTo("Lost");
  }

  @Test
  void migrationsOfOneDatabaseRunOneAfterTheOther() {
    stage().operator(Lifeline.unlimited());
    for (var name : List.of("orders", "billing")) {
      var migration = migration(name);
      migration.setSpec(
          Objects.requireNonNull(
              SpecReader.read(
                  withQueue(SpecReader.write(migration.getSpec()), stage().namespace()))));
      stage().apply(scripts(name + "-sql", "select 1"));
      stage().apply(migration);
    }

    var first = stage().awaitJob().starts();
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            Stream.of("orders", "billing")
                .anyMatch(name -> stage().status(name).phase() == Phase.QUEUED));
    assertThat(stage().jobs()).hasSize(1);
    first.verifies("7");

    await().atMost(Stage.PATIENCE).until(() -> stage().jobs().size() == 2);
    stage().awaitJob().starts().verifies("7");
    Stream.of("orders", "billing")
        .forEach(name -> stage().awaitStatus(name, status -> status.phase() == Phase.VERIFIED));
  }

  private static JsonNode withQueue(String spec, String queue) {
    var tree = Serialization.unmarshal(spec, ObjectNode.class);
    tree.withObject("/database").put("queue", queue);
    return tree;
  }

  @Test
  void jobWhoseMigrationIsGoneHoldsNothingUp() {
    var life = Lifeline.unlimited();
    stage().operator(life);
    applyAll("orders");
    var job = stage().awaitJob().starts();
    stage().stopOperators();
    var orphan = stage().find("orders").orElseThrow();
    orphan.getMetadata().setFinalizers(List.of());
    stage().client().resource(orphan).update();
    stage()
        .client()
        .resource(orphan)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    await().atMost(Stage.PATIENCE).until(() -> stage().find("orders").isEmpty());
    stage()
        .client()
        .resource(job.job())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();

    stage().operator(Lifeline.unlimited());

    await().atMost(Stage.PATIENCE).until(() -> stage().jobs().isEmpty());
  }

  @Test
  void secondReplicaTakesOverWhenTheLeaderStops() {
    var first = stage().operator(Lifeline.unlimited(), "one", true);
    stage().operator(Lifeline.unlimited(), "two", true);
    applyAll("orders");
    var job = stage().awaitJob().starts();
    stage().awaitStatus("orders", status -> status.run() != null);

    stage().stop(first);
    job.verifies("7");

    await()
        .atMost(LESS_THAN_THE_LEASE_LASTS)
        .until(() -> isVerifiedAndReleased(stage().status("orders")));
    assertThat(stage().jobs()).hasSize(1);
  }

  private Stage stage() {
    return Objects.requireNonNull(built);
  }

  private void applyAll(String name) {
    stage().apply(scripts(name + "-sql", "select 1"));
    stage().apply(deployment(name, name, "7"));
    stage().apply(migration(name));
  }

  private void applyConfigMapAnew(String name, String sql) {
    stage().apply(scripts(name, sql));
  }

  private void annotate(String name, String key, String value) {
    stage()
        .client()
        .resources(Migration.class)
        .inNamespace(stage().namespace())
        .withName(name)
        .edit(migration -> {
          migration.getMetadata().setAnnotations(Map.of(key, value));
          return migration;
        });
  }

  private void assertThatNoOtherRunStarts(String name, int runs) {
    await()
        .during(Duration.ofMillis(800))
        .atMost(Duration.ofSeconds(5))
        .until(() -> stage().jobs().size() == runs && hasRuns(stage().status(name), runs));
  }

  private void awaitNothingKept(String name) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            stage().jobs().stream().allMatch(OperatorIT::isLetGo)
                && isLetGo(stage().find(name).orElseThrow()));
  }

  private static boolean isLetGo(HasMetadata resource) {
    return !resource.getMetadata().getFinalizers().contains(Markers.RUN_FINALIZER);
  }

  private static boolean hasRuns(MigrationStatus status, int count) {
    return status.run() != null && status.history().size() == count - 1;
  }

  private static boolean isVerifiedAndReleased(MigrationStatus status) {
    return status.phase() == Phase.VERIFIED
        && status.gates().stream().noneMatch(gate -> gate.isHeld())
        && !status.gates().isEmpty();
  }
}
