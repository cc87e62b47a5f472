package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The application stands still for a run, with real pods and under somebody who applies it again.
 */
@Tag("cluster")
class QuiesceClusterIT {

  private static final String QUIESCE = "quiesce: [{kind: Deployment, name: orders}]";
  private static final String SEVEN = "create table seven ()";

  private final Scene scene = new Scene(Cluster.shared());

  @BeforeEach
  void releaseSeven() {
    scene.migrate(Map.of("V7__seven.sql", SEVEN));
    scene.deployment("7", 2);
    awaitServing("7");
  }

  @AfterEach
  void clear() {
    scene.close();
  }

  private void awaitServing(String schema) {
    until(() ->
        scene.appPods().size() == 2
            && scene.appPods().stream()
                .allMatch(pod ->
                    schema.equals(schemaOf(pod)) && "Running".equals(pod.getStatus().getPhase())));
  }

  /** One whose containers have ended may still be listed for a moment. */
  private List<String> podsAtWork() {
    return scene.appPods().stream()
        .filter(pod -> !Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()))
        .map(pod -> pod.getMetadata().getName() + " " + pod.getStatus().getPhase())
        .toList();
  }

  private static @Nullable String schemaOf(Pod pod) {
    return pod.getMetadata().getAnnotations().get(Markers.SCHEMA_ANNOTATION);
  }

  private static void until(Callable<Boolean> done) {
    await().atMost(Scene.PATIENCE).pollInterval(Duration.ofMillis(100)).until(done);
  }

  /**
   * Applies the manifest again, and looks. What was seen counts only if the run was still under way
   * after that.
   */
  private boolean staysAtZero() {
    scene.deployment("8", 2);
    var replicas = scene.findDeployment("orders").getSpec().getReplicas();
    var pods = podsAtWork();
    var isUnderWay = scene.status("orders").runUnderWay();
    if (isUnderWay) {
      assertThat(replicas).isZero();
      assertThat(pods).isEmpty();
    }
    return isUnderWay;
  }

  @Test
  void standsStillUnderAManifestThatIsAppliedAgainAndComesBackNew() {
    scene.migration("orders", QUIESCE);
    try (var births = Births.of(scene, "app", "orders", "8")) {
      scene.scripts(
          "orders-sql",
          Map.of(
              "V7__seven.sql",
              SEVEN,
              "V8__eight.sql",
              "select pg_sleep(8); create table eight ()"));
      scene.deployment("8", 2);
      until(() -> scene.jobs().size() == 2);
      assertThat(podsAtWork()).isEmpty();
      var looks = 0;
      while (staysAtZero()) {
        looks++;
      }
      assertThat(looks).isGreaterThan(3);
      scene.awaitVerified("orders");
      awaitServing("8");

      assertThat(births.tooEarly("8")).isEmpty();
      assertThat(births.of("7")).isEmpty();
    }
    assertThat(scene.findDeployment("orders").getMetadata().getLabels())
        .doesNotContainKey(Markers.QUIESCED);
    assertThat(scene.status("orders").quiesced()).isEmpty();
  }

  @Test
  void afterAFailureTheOldPodsComeBackAlthoughANewTemplateWaits() {
    scene.migration("orders", QUIESCE);
    try (var births = Births.of(scene, "app", "orders", "8")) {
      scene.deployment("8", 2);
      scene.scripts(
          "orders-sql", Map.of("V7__seven.sql", SEVEN, "V8__eight.sql", "drop table nothing"));
      scene.awaitFailed("orders", Reason.SCRIPT_FAILED);

      until(() -> scene.status("orders").quiesced().isEmpty());
      awaitServing("7");

      assertThat(births.of("8")).isEmpty();
      assertThat(scene.findDeployment("orders").getSpec().getPaused()).isTrue();
    }
  }
}
