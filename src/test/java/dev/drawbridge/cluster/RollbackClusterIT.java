package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way back, with real pods: release 8 runs, and 7 ran before it. */
@Tag("cluster")
class RollbackClusterIT {

  private static final Map<String, String> SEVEN = Map.of("V7__seven.sql", "create table seven ()");
  private static final Map<String, String> EIGHT =
      Map.of(
          "V7__seven.sql", "create table seven ()",
          "V8__eight.sql", "create table eight ()",
          "U8__eight.sql", "drop table eight");

  private final Scene scene = new Scene(Cluster.shared());

  @BeforeEach
  void releaseSevenThenEight() {
    scene.migrate(SEVEN);
    scene.deployment("7", 2);
    awaitServing("7");
    scene.scripts("orders-sql", EIGHT);
    scene.deployment("8", 2);
    awaitServing("8");
  }

  @AfterEach
  void clear() {
    scene.close();
  }

  private void rollback(String name, String how) {
    scene.apply(
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: %s}
        spec:
          migration: orders
          reason: duplicate keys in eight
          %s
        """
            .formatted(name, how));
  }

  private RollbackStatus awaitEnd(String name) {
    return new AppliedRollback(scene, name).awaitEnd();
  }

  /** Only pods that need {@code schema} are there, and both are ready. */
  private void awaitServing(String schema) {
    await("only schema " + schema + " serves")
        .atMost(Scene.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(scene::appPods, pods -> pods.size() == 2 && pods.stream().allMatch(ready(schema)));
  }

  private static Predicate<Pod> ready(String schema) {
    return pod ->
        schema.equals(pod.getMetadata().getAnnotations().get("drawbridge.dev/schema"))
            && pod.getMetadata().getDeletionTimestamp() == null
            && Objects.requireNonNullElse(pod.getStatus().getConditions(), List.<PodCondition>of())
                .stream()
                .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  @Test
  void disablementBringsTheOldReleaseBackWithoutTouchingTheDatabase() {
    var jobs = scene.jobs().size();
    var began = System.nanoTime();
    rollback("emergency", "disable: {}");
    awaitServing("7");
    var taken = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf("disable: applied -> only the old release serves: %d ms%n", taken.toMillis());

    assertThat(awaitEnd("emergency").phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(scene.awaitStatus("orders", now -> now.phase() == Phase.ROLLED_BACK).takenBack())
        .isNotNull();
    assertThat(scene.query("select to_regclass('eight')")).contains("eight");
    assertThat(scene.jobs()).hasSize(jobs);
  }

  @Test
  void itStaysBackWhateverIsAppliedAgainAndAgain() {
    rollback("emergency", "disable: {}");
    awaitServing("7");
    awaitEnd("emergency");
    try (var births = Births.of(scene, "app", "orders", "8")) {
      for (var time = 0; time < 20; time++) {
        scene.deployment("8", 2);
        assertThat(scene.findDeployment("orders").getSpec().getPaused()).isTrue();
      }
      await().pollDelay(Duration.ofSeconds(5)).until(() -> true);

      assertThat(births.of("8")).isEmpty();
      awaitServing("7");
    }
  }

  @Test
  void undoneMigrationCanGoForthAgain() {
    rollback("back", "undo: {to: \"7\"}");

    assertThat(awaitEnd("back").phase()).isEqualTo(Phase.ROLLED_BACK);
    awaitServing("7");
    assertThat(scene.query("select to_regclass('eight')")).doesNotContain("eight");
    assertThat(scene.history()).isEqualTo("7:true");

    scene.scripts(
        "orders-sql",
        Map.of(
            "V7__seven.sql", "create table seven ()",
            "V8__eight.sql", "create table eight (id int primary key)"));
    scene.awaitVerified("orders");
    scene.deployment("8", 2);
    awaitServing("8");
  }
}
