package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast the operator starts, and how much memory it takes, with many finished Migrations. */
@Tag("benchmark")
class FootprintIT {

  private static final int MANY = Integer.getInteger("benchmark.migrations", 1000);
  private static final int STARTS = Integer.getInteger("benchmark.rounds", 7);
  private static final Pattern FIRST_LOOK =
      Pattern.compile("first look at a Migration (\\d+) ms after");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Cluster cluster = Cluster.shared();

  @Test
  void startAndMemory() {
    try (var scene = new Scene(cluster)) {
      scene.migrate(Map.of("V1__one.sql", "create table one ()"));
      scene.awaitVerified("orders");
      print("start to first look, 1 Migration", "ms", starts());
      scale(0);
      fill(scene);
      print("start to first look, %d Migrations".formatted(MANY), "ms", starts());
      print("resident memory, %d Migrations".formatted(MANY), "MiB", new long[] {resident()});
    }
  }

  /** Copies of a finished Migration and of its Job, in all that the operator keeps of them. */
  private void fill(Scene scene) {
    var original = scene.find("orders").orElseThrow();
    var job = scene.jobs().getFirst();
    for (var number = 1; number < MANY; number++) {
      var name = "orders-" + number;
      scene.migration(name, "suspend: true");
      var copy = scene.find(name).orElseThrow();
      copy.setStatus(original.getStatus());
      cluster.migrations().resource(copy).updateStatus();
      cluster.client().resource(copyOf(job, copy)).create();
    }
  }

  private static Job copyOf(Job job, Migration migration) {
    var metadata = job.getMetadata();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withName(migration.getMetadata().getName())
            .withNamespace(metadata.getNamespace())
            .withLabels(metadata.getLabels())
            .withAnnotations(metadata.getAnnotations())
            .build());
    job.getMetadata()
        .getAnnotations()
        .put("drawbridge.dev/migration-name", migration.getMetadata().getName());
    job.getSpec().setSuspend(true);
    job.getSpec().setSelector(null);
    job.getSpec().getTemplate().setMetadata(new ObjectMetaBuilder().build());
    return job;
  }

  private long[] starts() {
    var figures = new long[STARTS];
    for (var start = 0; start < STARTS; start++) {
      scale(0);
      scale(1);
      figures[start] =
          Long.parseLong(
              await()
                  .atMost(Scene.PATIENCE)
                  .until(() -> find(FIRST_LOOK, log()), found -> !found.isEmpty()));
    }
    return figures;
  }

  private void scale(int replicas) {
    var deployments = cluster.client().apps().deployments().inNamespace(Installation.NAMESPACE);
    deployments.withName(Installation.DEPLOYMENT).scale(replicas);
    await()
        .atMost(Scene.PATIENCE)
        .until(() ->
            cluster.installation().pods().size() == replicas
                && cluster.installation().pods().stream()
                    .allMatch(pod -> "Running".equals(pod.getStatus().getPhase())));
  }

  private String log() {
    return cluster.client().pods().resource(pod()).getLog();
  }

  private Pod pod() {
    assertThat(cluster.installation().pods()).hasSize(1);
    return cluster.installation().pods().getFirst();
  }

  /** A minute after the start: by then the memory of the first lists has been given back. */
  private long resident() {
    await().pollDelay(Duration.ofMinutes(1)).atMost(Duration.ofMinutes(2)).until(() -> true);
    var out = new ByteArrayOutputStream();
    try (var running =
        cluster.client().pods().resource(pod()).writingOutput(out).exec("cat", "/proc/1/status")) {
      running.exitCode().join();
    }
    return Long.parseLong(find(RESIDENT, out.toString(StandardCharsets.UTF_8))) / 1024;
  }

  private static String find(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void print(String what, String unit, long[] figures) {
    var sorted = Arrays.stream(figures).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s%n%-42s %d %s  (%d … %d, n = %d)%n",
        new Machine(cluster.client()),
        what,
        sorted[sorted.length / 2],
        unit,
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length);
  }
}
