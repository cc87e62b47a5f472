package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens when all goes well. */
@Tag("cluster")
class MainRoadClusterIT {

  private static final Path EXAMPLE = Path.of("manifests/examples/m10-recovery");

  private Scene scene = new Scene(Cluster.shared());

  @BeforeEach
  void nothingIsLeftOfAnEarlierTest() {
    assertThat(scene.runPods()).isEmpty();
  }

  @AfterEach
  void clear() {
    scene.close();
  }

  @Test
  void exampleIsHeldThenMigratedThenReleased() throws IOException {
    scene.secret("m10-recovery-db");
    try (var births = Births.of(scene, "app.kubernetes.io/name", "recovery-api", "22")) {
      applyExample("deployment.yaml");
      assertThat(scene.findDeployment("recovery-api").getSpec().getPaused()).isTrue();
      applyExample("migration.yaml");
      applyExample("configmap.yaml");

      var status =
          scene.awaitStatus(
              "m10-recovery",
              now -> now.gates().stream().anyMatch(gate -> gate.state().equals(Gate.RELEASED)));

      await().atMost(Scene.PATIENCE).until(() -> births.of("22"), born -> !born.isEmpty());
      assertThat(births.tooEarly("22")).isEmpty();
      assertThat(status.phase()).isEqualTo(Phase.VERIFIED);
      assertThat(Objects.requireNonNull(status.verified()).applied()).containsExactly("21", "22");
      var timeline = Objects.requireNonNull(status.run()).timeline();
      assertThat(subjects(timeline, "Applied"))
          .containsExactly("21 durable queue", "22 production hardening");
      assertThat(subjects(timeline, "Passed")).hasSize(7);
    }
    assertThat(scene.events("Migration"))
        .anyMatch(event -> event.startsWith("RunStarted"))
        .anyMatch(event -> event.startsWith("ScriptApplied: 21 durable queue"))
        .anyMatch(event -> event.startsWith("RunVerified: schema 22"));
    assertThat(scene.events("Deployment"))
        .anyMatch(event -> event.startsWith("RolloutHeld"))
        .anyMatch(event -> event.startsWith("RolloutReleased"));
    awaitNothingKept("m10-recovery");
  }

  @Test
  void oldPodsKeepServingAndScaleWhileANewTemplateIsHeld() {
    scene.migrate(Map.of("V7__seven.sql", "create table seven ()"));
    scene.deployment("7", 1);
    await().atMost(Scene.PATIENCE).until(() -> running("7"), pods -> pods.size() == 1);
    var old = running("7").getFirst().getMetadata().getUid();
    try (var births = Births.of(scene, "app", "orders", "8")) {
      scene.deployment("8", 1);
      scene.scale("orders", 3);

      await().atMost(Scene.PATIENCE).until(() -> running("7"), pods -> pods.size() == 3);
      assertThat(births.of("8")).isEmpty();
      assertThat(running("7")).anyMatch(pod -> pod.getMetadata().getUid().equals(old));
      assertThat(scene.events("Deployment"))
          .anyMatch(event -> event.startsWith("RolloutHeld") && event.contains("schema 8"));

      scene.scripts(
          "orders-sql",
          Map.of(
              "V7__seven.sql", "create table seven ()", "V8__eight.sql", "create table eight ()"));
      await().atMost(Scene.PATIENCE).until(() -> running("8"), pods -> pods.size() == 3);
      assertThat(births.tooEarly("8")).isEmpty();
    }
  }

  @Test
  void nameOf63LettersWorks() {
    var name = "o".repeat(63);
    scene.secret("orders-db");
    scene.scripts("orders-sql", Map.of("V1__one.sql", "create table one ()"));
    scene.migration(name, "");

    scene.awaitVerified(name);

    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void podOfEightContainersStillReports() {
    var sidecars =
        IntStream.range(0, 7)
            .mapToObj(number ->
                "  - {name: side-%d, image: \"%s\", imagePullPolicy: IfNotPresent, command: [sh, -c, 'trap \"exit 0\" TERM; while :; do sleep 1; done']}\n"
                    .formatted(number, scene.cluster().images().app()))
            .collect(Collectors.joining());
    scene.migrate(Map.of("V1__one.sql", "create table one ()"), "pod:\n  sidecars:\n" + sidecars);

    var status = scene.awaitVerified("orders");

    assertThat(subjects(Objects.requireNonNull(status.run()).timeline(), "Applied"))
        .containsExactly("1 one");
    var pod = scene.runPods().getFirst();
    assertThat(pod.getSpec().getInitContainers().size() + pod.getSpec().getContainers().size())
        .isEqualTo(8);
  }

  @Test
  void scriptOf900KibibytesIsApplied() {
    var row = "insert into big values ('" + "x".repeat(999) + "');\n";
    var sql = "create table big (line text);\n" + row.repeat(900);

    scene.migrate(Map.of("V1__big.sql", sql));

    scene.awaitVerified("orders");
    assertThat(scene.query("select count(*) from big")).isEqualTo("900");
  }

  @Test
  void sameApplyTwiceIsOneRun() {
    var files = Map.of("V1__one.sql", "create table one ()");
    scene.migrate(files);
    var first = scene.awaitVerified("orders");

    scene.migrate(files);
    scene.deployment("1", 1);

    await().atMost(Scene.PATIENCE).until(() -> running("1"), pods -> pods.size() == 1);
    assertThat(scene.jobs()).hasSize(1);
    assertThat(Objects.requireNonNull(scene.status("orders").run()).id())
        .isEqualTo(Objects.requireNonNull(first.run()).id());
  }

  @Test
  void thereAndBackAgainAreThreeRuns() {
    var check =
        "verify:\n- {name: one, sql: {query: 'select count(*) from one', expect: {equals: %d}}}\n";
    scene.migrate(Map.of("V1__one.sql", "create table one ()"), check.formatted(0));
    scene.awaitVerified("orders");

    scene.migration("orders", check.formatted(1));
    var failed = scene.awaitFailed("orders", Reason.VERIFICATION_FAILED);
    assertThat(failed.message()).contains("0").contains("1");
    scene.migration("orders", check.formatted(0));

    var back = scene.awaitVerified("orders");
    assertThat(scene.jobs()).hasSize(3);
    assertThat(back.history()).hasSize(2);
    assertThat(scene.history()).isEqualTo("1:true");
  }

  private void applyExample(String file) throws IOException {
    var yaml = Files.readString(EXAMPLE.resolve(file));
    scene.apply(yaml.replace("busybox:1.37", scene.cluster().images().app()));
  }

  private List<Pod> running(String schema) {
    return scene.appPods().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(
            pod -> schema.equals(pod.getMetadata().getAnnotations().get(Markers.SCHEMA_ANNOTATION)))
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static List<String> subjects(List<TimelineEntry> timeline, String state) {
    return timeline.stream()
        .filter(entry -> entry.state().equals(state))
        .map(entry -> String.valueOf(entry.subject()))
        .toList();
  }

  private void awaitNothingKept(String name) {
    await()
        .atMost(Scene.PATIENCE)
        .until(() ->
            scene.find(name).orElseThrow().getMetadata().getFinalizers().isEmpty()
                && scene.jobs().stream()
                    .noneMatch(
                        job -> job.getMetadata().getFinalizers().contains(Markers.RUN_FINALIZER)));
  }
}
