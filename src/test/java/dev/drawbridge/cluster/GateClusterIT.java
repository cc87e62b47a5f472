package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate while the operator is away, in any order of applying, and for many at once. */
@Tag("cluster")
class GateClusterIT {

  private static final Map<String, String> SEVEN = Map.of("V7__seven.sql", "create table seven ()");
  private static final Map<String, String> EIGHT =
      Map.of("V7__seven.sql", "create table seven ()", "V8__eight.sql", "create table eight ()");
  private static final Duration AWAY = Duration.ofSeconds(60);

  /** A second is what is promised; the rest is for a machine that does other things as well. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static final int MANY = 20;

  private final Scene scene = new Scene(Cluster.shared());

  @AfterEach
  void clear() {
    scene.cluster().installation().install();
    scene.close();
  }

  @Test
  void nothingNewStartsWhileTheOperatorIsAwayAndItGoesOnWhenItIsBack() {
    scene.migrate(SEVEN);
    scene.deployment("7", 2);
    awaitRunning("7", 2);
    scene.cluster().installation().scale(0);
    try (var births = Births.of(scene, "app", "orders", "8");
        var handover = new Handover(scene, "8")) {
      scene.scripts("orders-sql", EIGHT);
      scene.deployment("8", 2);
      scene.scale("orders", 3);
      awaitRunning("7", 3);
      deleteOnePod();
      awaitRunning("7", 3);

      await()
          .during(AWAY)
          .atMost(AWAY.plusSeconds(30))
          .until(() -> births.of("8").isEmpty() && !running("7").isEmpty());

      scene.cluster().installation().scale(1);
      var time = handover.await("orders");
      System.out.printf("released %d ms after the verification%n", time.toMillis());
      assertThat(time).isLessThan(AT_ONCE);
      awaitRunning("8", 3);
      assertThat(births.tooEarly("8")).isEmpty();
    }
  }

  @Test
  void manyDeploymentsOfOneMigrationAreAllReleased() {
    var names = IntStream.range(0, MANY).mapToObj(number -> "app-" + number).toList();
    try (var handover = new Handover(scene, "7")) {
      names.forEach(name -> scene.apply(deployment(name, "{drawbridge.dev/schema: '7'}", 0)));
      scene.migrate(SEVEN);

      var times = names.stream().map(handover::await).sorted().toList();

      System.out.printf(
          "%d released, the first %d ms and the last %d ms after the verification%n",
          MANY, times.getFirst().toMillis(), times.getLast().toMillis());
      assertThat(times.getLast()).isLessThan(AT_ONCE);
    }
  }

  @Test
  void deploymentThatAsksForNothingIsReleasedToo() {
    scene.apply(deployment("plain", "{}", 0));
    try (var handover = new Handover(scene, "7")) {
      scene.migrate(SEVEN);

      assertThat(handover.await("plain")).isLessThan(AT_ONCE);
    }
  }

  /** The three parts, in each order in which somebody could apply them. */
  enum Part {
    SCRIPTS,
    MIGRATION,
    DEPLOYMENT
  }

  static List<List<Part>> orders() {
    return List.of(
        List.of(Part.SCRIPTS, Part.MIGRATION, Part.DEPLOYMENT),
        List.of(Part.SCRIPTS, Part.DEPLOYMENT, Part.MIGRATION),
        List.of(Part.MIGRATION, Part.SCRIPTS, Part.DEPLOYMENT),
        List.of(Part.MIGRATION, Part.DEPLOYMENT, Part.SCRIPTS),
        List.of(Part.DEPLOYMENT, Part.SCRIPTS, Part.MIGRATION),
        List.of(Part.DEPLOYMENT, Part.MIGRATION, Part.SCRIPTS));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void anyOrderOfApplyingEndsInARolloutAfterTheVerification(List<Part> order) {
    scene.secret("orders-db");
    try (var births = Births.of(scene, "app", "orders", "7")) {
      order.forEach(this::apply);

      awaitRunning("7", 1);

      assertThat(births.of("7")).isNotEmpty();
      assertThat(births.tooEarly("7")).isEmpty();
    }
  }

  private void apply(Part part) {
    switch (part) {
      case SCRIPTS -> scene.scripts("orders-sql", SEVEN);
      case MIGRATION -> scene.migration("orders", "");
      case DEPLOYMENT -> scene.deployment("7", 1);
    }
  }

  private void deleteOnePod() {
    scene.cluster().client().resource(running("7").getFirst()).delete();
  }

  private void awaitRunning(String schema, int count) {
    await("%d pods of schema %s".formatted(count, schema))
        .atMost(Scene.PATIENCE)
        .until(() -> running(schema), pods -> pods.size() == count);
  }

  private List<Pod> running(String schema) {
    return scene.appPods().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(
            pod -> schema.equals(pod.getMetadata().getAnnotations().get(Markers.SCHEMA_ANNOTATION)))
        .toList();
  }

  private String deployment(String name, String annotations, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, labels: {drawbridge.dev/migration: orders}}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}, annotations: %3$s}
        spec:
          containers:
          - {name: app, image: "%4$s", imagePullPolicy: IfNotPresent, command: [sleep, "1000000"]}
    """
        .formatted(name, replicas, annotations, scene.cluster().images().app());
  }
}
