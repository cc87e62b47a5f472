package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods that wait by themselves: until the verification, and not again, with or without us. */
@Tag("cluster")
class PodGateClusterIT {

  private static final Map<String, String> SEVEN = Map.of("V7__seven.sql", "create table seven ()");
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private final Scene scene = new Scene(Cluster.shared());

  @AfterEach
  void clear() {
    scene.cluster().installation().install();
    scene.close();
  }

  /** What makes pods, and all but the last make them again when they are gone. */
  enum Maker {
    STATEFUL_SET("apps/v1", "StatefulSet", "replicas: 2, serviceName: orders, selector: *app", 2),
    DAEMON_SET("apps/v1", "DaemonSet", "selector: *app", 1),
    JOB("batch/v1", "Job", "backoffLimit: 5", 1),
    BARE("v1", "Pod", "", 1);

    final String version;
    final String kind;
    final String spec;
    final int pods;

    Maker(String version, String kind, String spec, int pods) {
      this.version = version;
      this.kind = kind;
      this.spec = spec;
      this.pods = pods;
    }
  }

  @ParameterizedTest
  @EnumSource
  void podsWaitForTheVerificationAndThenRun(Maker maker) {
    scene.apply(manifest(maker));
    await().atMost(Scene.PATIENCE).until(() -> !waiting().isEmpty());
    await().during(A_WHILE).atMost(A_WHILE.multipliedBy(3)).until(() -> running().isEmpty());

    scene.migrate(SEVEN);

    awaitRunning(maker.pods);
    scene.awaitStatus("orders", status -> lists(status, maker));
    assertThat(scene.events("Pod")).anyMatch(event -> event.startsWith("RolloutReleased"));
  }

  private static boolean lists(MigrationStatus status, Maker maker) {
    return status.gates().stream()
        .anyMatch(gate -> gate.kind().equals(maker.kind) && gate.state().equals(Gate.RELEASED));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE")
  void whatWasLetGoIsMadeAgainWithoutTheOperator(Maker maker) {
    scene.migrate(SEVEN);
    scene.apply(manifest(maker));
    awaitRunning(maker.pods);
    scene.cluster().installation().scale(0);
    var before = running().getFirst().getMetadata();

    scene
        .cluster()
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withName(before.getName())
        .withGracePeriod(0)
        .delete();

    await("a pod in its place")
        .atMost(Scene.PATIENCE)
        .until(() ->
            running().size() == maker.pods
                && running().stream()
                    .noneMatch(pod -> pod.getMetadata().getUid().equals(before.getUid())));
  }

  @Test
  void newNeedWaitsAsLongAsTheOperatorIsAway() {
    scene.migrate(SEVEN);
    scene.apply(manifest(Maker.STATEFUL_SET));
    awaitRunning(2);
    scene.cluster().installation().scale(0);

    scene.apply(manifest(Maker.STATEFUL_SET).replace("schema: \"7\"", "schema: \"8\""));

    await().atMost(Scene.PATIENCE).until(() -> waiting().size() == 1);
    await()
        .during(A_WHILE)
        .atMost(A_WHILE.multipliedBy(3))
        .until(() -> waiting().size() == 1 && running().size() == 1);
    scene.scripts(
        "orders-sql",
        Map.of("V7__seven.sql", "create table seven ()", "V8__eight.sql", "create table eight ()"));
    scene.cluster().installation().scale(1);
    await().atMost(Scene.PATIENCE).until(() -> runningWith("8") == 2);
  }

  private String manifest(Maker maker) {
    var metadata =
        "{labels: {app: orders, drawbridge.dev/migration: orders}, annotations: {drawbridge.dev/schema: \"7\"}";
    var pod =
        """
        {restartPolicy: %s, terminationGracePeriodSeconds: 1, containers: [
            {name: app, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, "1000000"]}]}\
        """
            .formatted(maker == Maker.JOB ? "Never" : "Always", scene.cluster().images().app());
    if (maker == Maker.BARE) {
      return "apiVersion: v1\nkind: Pod\nmetadata: %s, name: orders}\nspec: %s\n"
          .formatted(metadata, pod);
    }
    return "apiVersion: %s\nkind: %s\nmetadata: {name: orders}\nspec: {%s, template: {metadata: %s}, spec: %s}}\n"
        .formatted(
            maker.version,
            maker.kind,
            maker.spec.replace("*app", "{matchLabels: {app: orders}}"),
            metadata,
            pod);
  }

  private void awaitRunning(int count) {
    await(count + " pods").atMost(Scene.PATIENCE).until(() -> running().size() == count);
  }

  private List<Pod> waiting() {
    return scene.appPods().stream().filter(PodGate::isOn).toList();
  }

  private List<Pod> running() {
    return scene.appPods().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private long runningWith(String schema) {
    return running().stream()
        .filter(
            pod -> schema.equals(pod.getMetadata().getAnnotations().get(Markers.SCHEMA_ANNOTATION)))
        .count();
  }
}
