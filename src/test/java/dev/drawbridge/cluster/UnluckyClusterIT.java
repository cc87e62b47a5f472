package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What bad luck does: whatever is killed or deleted, each script is applied once. */
@Tag("cluster")
class UnluckyClusterIT {

  /** The second script takes this long, so that there is time for an accident. */
  private static final Map<String, String> SLOW =
      Map.of(
          "V1__one.sql", "create table one ()",
          "V2__two.sql", "create table two (); select pg_sleep(15)");

  private final Scene scene = new Scene(Cluster.shared());

  @AfterEach
  void clear() {
    scene.close();
  }

  @Test
  void runnerKilledInAStatementIsReportedAndARetryAppliesTheRestOnce() {
    slowRunIsInItsSecondScript();
    Killer.kill(scene, runOf("orders").id());
    var failed = scene.awaitFailed("orders", Reason.CRASHED);

    scene.retry("orders");

    scene.awaitVerified("orders");
    assertThat(failed.message()).contains("SIGKILL").contains("retry");
    assertEachScriptWasAppliedOnce();
  }

  @Test
  void podRemovedByForceInAStatementNeverLeadsToAScriptAppliedTwice() {
    slowRunIsInItsSecondScript();
    scene.cluster().client().resource(runPod()).withGracePeriod(0).delete();

    settle();

    assertEachScriptWasAppliedOnce();
  }

  @Test
  void podDeletedByHandNeverLeadsToAScriptAppliedTwice() {
    slowRunIsInItsSecondScript();
    scene.cluster().client().resource(runPod()).delete();

    settle();

    assertEachScriptWasAppliedOnce();
  }

  @Test
  void drainedPodIsReplacedAndTheRunSucceeds() {
    slowRunIsInItsSecondScript();
    var first = runPod().getMetadata().getName();
    scene.cluster().client().pods().inNamespace(scene.namespace()).withName(first).evict();

    var status = scene.awaitVerified("orders");

    assertThat(Objects.requireNonNull(status.run()).attempt()).isEqualTo(2);
    assertThat(scene.jobs()).hasSize(1);
    assertEachScriptWasAppliedOnce();
  }

  @Test
  void podThatAQuotaRefusesIsNamedAndComesWhenThereIsRoom() {
    scene.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none}
        spec: {hard: {pods: "0"}}
        """);
    scene.migrate(Map.of("V1__one.sql", "create table one ()"));

    var status =
        scene.awaitStatus(
            "orders",
            now ->
                now.conditions().stream()
                    .anyMatch(one -> Reason.POD_REFUSED.word().equals(one.reason())));
    scene
        .cluster()
        .client()
        .resourceQuotas()
        .inNamespace(scene.namespace())
        .withName("none")
        .delete();

    assertThat(status.conditions().getFirst().message()).contains("exceeded quota: none");
    scene.awaitVerified("orders");
  }

  @Test
  void jobDeletedByHandEndsTheRunAndARetryAppliesTheRestOnce() {
    slowRunIsInItsSecondScript();
    scene
        .cluster()
        .client()
        .resource(scene.jobs().getFirst())
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();

    settle();

    assertEachScriptWasAppliedOnce();
  }

  @Test
  void finishedRunIsNotRunAgainWhenItsJobIsDeleted() {
    scene.migrate(Map.of("V1__one.sql", "create table one ()"));
    var run = Objects.requireNonNull(scene.awaitVerified("orders").run());
    await().until(() -> scene.jobs().getFirst().getMetadata().getFinalizers().isEmpty());

    scene.cluster().client().resource(scene.jobs().getFirst()).delete();
    await().until(() -> scene.jobs().isEmpty());
    scene.deployment("1", 1);

    await().atMost(Scene.PATIENCE).until(() -> !scene.appPods().isEmpty());
    assertThat(scene.jobs()).isEmpty();
    assertThat(runOf("orders").id()).isEqualTo(run.id());
  }

  @Test
  void deletedMigrationGoesWhenItsRunHasEnded() {
    slowRunIsInItsSecondScript();

    scene.cluster().client().resource(scene.find("orders").orElseThrow()).delete();

    assertThat(scene.find("orders")).isPresent();
    await().atMost(Scene.PATIENCE).until(() -> scene.find("orders").isEmpty());
    assertEachScriptWasAppliedOnce();
    await().atMost(Scene.PATIENCE).until(() -> scene.jobs().isEmpty());
  }

  @Test
  void twoMigrationsOfOneDatabaseTakeTurns() {
    slowRunIsInItsSecondScript();
    scene.migration("second", "");

    var queued = scene.awaitStatus("second", now -> now.phase() == Phase.QUEUED);

    assertThat(queued.conditions().getFirst().message()).contains("orders");
    scene.awaitVerified("second");
    assertThat(scene.status("orders").phase()).isEqualTo(Phase.VERIFIED);
    assertEachScriptWasAppliedOnce();
  }

  @Test
  void operatorKilledTwiceDuringARunMissesNothing() {
    scene.deployment("2", 1);
    slowRunIsInItsSecondScript();
    var run = runOf("orders").id();
    for (var time = 0; time < 2; time++) {
      var killed =
          scene.cluster().installation().pods().stream()
              .map(Pod::getMetadata)
              .map(one -> one.getUid())
              .toList();
      scene.cluster().installation().kill();
      await()
          .atMost(Scene.PATIENCE)
          .until(() ->
              scene.cluster().installation().pods().stream()
                  .filter(pod -> !killed.contains(pod.getMetadata().getUid()))
                  .anyMatch(pod -> "Running".equals(pod.getStatus().getPhase())));
    }

    var status = scene.awaitVerified("orders");

    assertThat(Objects.requireNonNull(status.run()).id()).isEqualTo(run);
    assertThat(scene.jobs()).hasSize(1);
    assertEachScriptWasAppliedOnce();
    await().atMost(Scene.PATIENCE).until(() -> !scene.appPods().isEmpty());
    scene.cluster().installation().install();
  }

  @Test
  void namespaceDeletedDuringARunGoesAway() {
    slowRunIsInItsSecondScript();
    var namespaces = scene.cluster().client().namespaces();

    namespaces.withName(scene.namespace()).delete();

    await()
        .atMost(Scene.PATIENCE)
        .until(() -> namespaces.withName(scene.namespace()).get() == null);
  }

  private void slowRunIsInItsSecondScript() {
    scene.migrate(SLOW);
    scene.awaitStatement("pg_sleep");
  }

  private Run runOf(String migration) {
    return Objects.requireNonNull(scene.status(migration).run());
  }

  private Pod runPod() {
    return scene.runPods().getFirst();
  }

  /** To the end that was recorded; if that is no success, a retry is asked for. */
  private void settle() {
    var end = scene.awaitStatus("orders", now -> now.run() != null && !now.run().underWay());
    if (end.phase() != Phase.VERIFIED) {
      assertThat(end.phase()).isEqualTo(Phase.FAILED);
      assertThat(runOf("orders").reason())
          .as(runOf("orders").message())
          .isIn(Reason.INTERRUPTED.word(), Reason.CRASHED.word(), Reason.LOST.word());
      scene.retry("orders");
      scene.awaitVerified("orders");
    }
  }

  private void assertEachScriptWasAppliedOnce() {
    assertThat(scene.history()).isEqualTo("1:true 2:true");
    assertThat(scene.query("select to_regclass('two')")).isEqualTo("two");
  }
}
