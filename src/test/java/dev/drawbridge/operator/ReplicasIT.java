package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two replicas of the packaged operator, as processes with the rights of the installation, at a
 * real API server. The one that leads is killed while something is under way: the other one takes
 * over when the lease has run out, and goes on as if nothing had happened.
 */
class ReplicasIT {

  /** Noted on top of the lease: the machine that tests may be busy. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  private static final int SEED = 20_261_122;
  private static final int LATEST_CHANGE = 7;

  @TempDir private static Path folder;
  private static RealApiServer server;
  private static Replicas replicas;
  private static int started;

  private Stage stage;
  private Changes changes;

  /** What is under way when the leader is killed. */
  enum Undertaking {
    FIRST_RELEASE,
    ROLLBACK,
    RUN_WITH_A_STANDSTILL
  }

  @BeforeAll
  static void startReplicas() throws IOException, InterruptedException {
    server = RealApiServer.own();
    server.installCustomResources();
    server.installGatePolicies();
    replicas = Replicas.on(server, folder);
    replicas.startBoth();
  }

  @AfterAll
  static void endReplicas() {
    if (replicas != null) {
      replicas.close();
    }
  }

  @BeforeEach
  void setTheStage() {
    stage = new Stage(new Ground.Real(server, false));
    changes = new Changes(stage);
  }

  @AfterEach
  void clearTheStage() {
    changes.close();
    stage.close();
  }

  /** Just after the leader's write number so and so, or a little later. */
  static Stream<Arguments> moments() {
    var random = new Random(SEED);
    return Stream.of(Undertaking.values())
        .flatMap(what ->
            random
                .ints(3, 1, LATEST_CHANGE)
                .mapToObj(change -> Arguments.of(what, change, random.nextInt(40)))
                .toList()
                .stream());
  }

  @ParameterizedTest
  @MethodSource("moments")
  void leaderThatIsKilledIsFollowedByTheOther(Undertaking what, int change, int millis)
      throws InterruptedException {
    var killed = replicas.leader();
    var kill = changes.after(change, Duration.ofMillis(millis), () -> replicas.kill(killed));

    var runs = goThrough(what);

    var at = kill.orAtLast();
    replicas.awaitOther(killed);
    assertThat(Duration.ofNanos(System.nanoTime() - at))
        .isLessThan(Replicas.LEASE.plus(Replicas.BETWEEN_TRIES).plus(SLACK));
    awaitNothingKept(stage, "orders");
    assertThat(changes.jobsOfRuns()).as("Jobs made, by their run").hasSize(runs);
    assertThat(changes.jobsOfRuns().values()).allSatisfy(jobs -> assertThat(jobs).hasSize(1));
    assertThat(stage.status("orders").history()).hasSizeLessThan(runs + 1);
    replicas.start("replica-" + ++started).awaitReady();
  }

  /** As people do it, who know nothing of replicas. */
  private int goThrough(Undertaking what) {
    return switch (what) {
      case FIRST_RELEASE -> release();
      case ROLLBACK -> takeBack();
      case RUN_WITH_A_STANDSTILL -> runWithAStandstill();
    };
  }

  private int release() {
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(stage.isHeld("orders")).isFalse();
    return 1;
  }

  private int takeBack() {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus("orders", now -> now.phase() == Phase.VERIFIED);
    new RollbacksOnStage(stage).apply("back", "undo: {to: \"6\"}");
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus("orders", now -> now.phase() == Phase.ROLLED_BACK);
    return 2;
  }

  private int runWithAStandstill() {
    var nightly =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          schedule: "0 4 * * *"
          suspend: false
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "app:1"}]}}}}
        """;
    stage.apply(Serialization.unmarshal(nightly, CronJob.class));
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    var migration =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: orders}
        spec:
          database: {secretRef: {name: orders-db}}
          quiesce: [{kind: CronJob, name: nightly}]
          migrate: [{flyway: {configMaps: [orders-sql]}}]
        """;
    stage.apply(Serialization.unmarshal(migration, Migration.class));
    var job = stage.awaitJob();
    assertThat(nightly().getSpec().getSuspend()).isTrue();
    job.starts().verifies("7");
    stage.awaitStatus("orders", now -> now.phase() == Phase.VERIFIED && now.quiesced().isEmpty());
    await().atMost(Stage.PATIENCE).until(() -> !nightly().getSpec().getSuspend());
    assertThat(nightly().getMetadata().getAnnotations()).doesNotContainKey(Markers.QUIESCED);
    return 1;
  }

  private CronJob nightly() {
    return stage
        .client()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(stage.namespace())
        .withName("nightly")
        .get();
  }
}
