package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.warmup.StartOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many Migrations with their Deployments cost on a real API server: when all are new, and when
 * the operator is started again with nothing to do. Prints; asserts nothing.
 */
@Tag("benchmark")
class ScaleIT {

  private static final int SIZE = Integer.getInteger("benchmark.migrations", 1000);
  private static final int NAMESPACES = Integer.getInteger("benchmark.namespaces", 50);
  private static final int RESTARTS = Integer.getInteger("benchmark.rounds", 3);
  private static final Path JAR =
      Path.of(System.getProperty("benchmark.jar", "target/drawbridge.jar")).toAbsolutePath();
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration QUIET = Duration.ofSeconds(8);

  @TempDir private Path folder;

  @Test
  void manyNewOnesAndThenARestartWithNothingToDo() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%d Migrations in %d namespaces; load average %.1f%n",
        SIZE,
        NAMESPACES,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    var server = RealApiServer.own();
    server.installCustomResources();
    server.installGatePolicies();
    Replicas.createNamespace(server.client());
    server.apply(Path.of("src/main/manifests/rbac.yaml"));
    var fleet = new Fleet(server.client(), NAMESPACES, SIZE);
    fleet.apply();
    var cache = recordCache();
    startAnew(server, cache, "all new, none can end", false);
    runAll(server, cache, fleet);
    for (var restart = 0; restart < RESTARTS; restart++) {
      startAnew(server, cache, "restart, nothing to do", restart == RESTARTS - 1);
    }
  }

  /** As the image's build does. */
  private Path recordCache() throws IOException, InterruptedException {
    var cache = folder.resolve("operator.aot");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(StartOptions.of("operator", "-XX:AOTCacheOutput=" + cache));
    command.addAll(List.of("-cp", JAR.toString(), "dev.drawbridge.warmup.OperatorRehearsal"));
    var recording =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("cache.log").toFile())
            .start();
    if (!recording.waitFor(5, TimeUnit.MINUTES) || recording.exitValue() != 0) {
      throw new IllegalStateException("the cache was not recorded");
    }
    return cache;
  }

  private ImageProcess operator(RealApiServer server, Path cache) throws IOException {
    return ImageProcess.start(JAR, cache, folder, server.kubeconfigFor("drawbridge", "drawbridge"));
  }

  private void startAnew(RealApiServer server, Path cache, String what, boolean later)
      throws IOException {
    var before = ServerRequests.of(server.client());
    var start = Instant.now();
    try (var operator = operator(server, cache)) {
      var progress = untilQuiet(server, operator, before);
      print(what, operator, before, ServerRequests.of(server.client()));
      System.out.printf(
          Locale.ROOT,
          "  all looked at once after %.1f s, last request or look after %.1f s%n",
          Duration.between(start, progress.allSeenAt()).toMillis() / 1e3,
          Duration.between(start, progress.changedAt()).toMillis() / 1e3);
      if (later) {
        await().pollDelay(Duration.ofMinutes(1)).atMost(LONG).until(() -> true);
        System.out.printf("  a minute later: %d MiB%n", operator.memory("VmRSS"));
      }
    }
  }

  private void runAll(RealApiServer server, Path cache, Fleet fleet) throws Exception {
    var before = ServerRequests.of(server.client());
    try (var operator = operator(server, cache)) {
      try (var _ = fleet.play()) {
        await()
            .atMost(LONG)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> operator.looks().value("drawbridge_migrations{phase=\"Verified\"}") >= SIZE);
      }
      var _ = untilQuiet(server, operator, before);
      print("all run, 8 at once", operator, before, ServerRequests.of(server.client()));
      System.out.printf("  still held: %d%n", fleet.held());
      fleet.rollOut();
    }
  }

  private static Progress untilQuiet(
      RealApiServer server, ImageProcess operator, ServerRequests before) {
    var progress = new Progress(0, Instant.EPOCH, Instant.now());
    return await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(new Watching(server, operator, before, progress)::look, Progress::isQuiet);
  }

  private static void print(
      String what, ImageProcess operator, ServerRequests before, ServerRequests after)
      throws IOException {
    var requests = after.since(before);
    System.out.printf(
        Locale.ROOT,
        "%s:%n  %d MiB resident, %d at most, %.1f s of a processor, %d looks, %d requests%n",
        what,
        operator.memory("VmRSS"),
        operator.memory("VmHWM"),
        operator.cpuSeconds(),
        operator.looks().of("migration") + operator.looks().of("gate"),
        requests.total());
    requests.counts().forEach((name, count) -> System.out.printf("  %6d %s%n", count, name));
  }

  /** Requests and looks, when they changed last, and when each had been looked at. */
  private record Progress(long done, Instant allSeenAt, Instant changedAt) {

    boolean isQuiet() {
      return !allSeenAt.equals(Instant.EPOCH) && Instant.now().isAfter(changedAt.plus(QUIET));
    }
  }

  private static final class Watching {

    private final RealApiServer server;
    private final ImageProcess operator;
    private final ServerRequests before;
    private Progress progress;

    Watching(
        RealApiServer server, ImageProcess operator, ServerRequests before, Progress progress) {
      this.server = server;
      this.operator = operator;
      this.before = before;
      this.progress = progress;
    }

    Progress look() {
      var now = Instant.now();
      var looks = operator.looks();
      var migrations = looks.of("migration");
      var gates = looks.of("gate");
      var done = migrations + gates + ServerRequests.of(server.client()).since(before).total();
      var areAllSeen = migrations >= SIZE && gates >= SIZE;
      var seenAt = progress.allSeenAt();
      progress =
          new Progress(
              done,
              areAllSeen && seenAt.equals(Instant.EPOCH) ? now : seenAt,
              done == progress.done() ? progress.changedAt() : now);
      return progress;
    }
  }
}
