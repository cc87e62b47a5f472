package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.observe.DeploymentReading;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Drawbridge's own meters, few and by outcome. {@code docs/operations.md} has the list, which is a
 * contract.
 */
final class Meters {

  private static final String RELEASES = "drawbridge.gate.releases";
  private static final String SMOKE = "drawbridge.smoke";
  private static final String LOOK = "drawbridge.monitor.look";

  private final MeterRegistry registry;
  private final Clock clock;

  Meters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    registry.counter(RELEASES);
    Stream.of(Run.VERIFIED, Run.PLANNED, Run.FAILED)
        .forEach(outcome -> registry.timer("drawbridge.run", "outcome", outcome));
    Stream.of(SmokeResult.PASSED, SmokeResult.FAILED, SmokeResult.UNKNOWN)
        .forEach(outcome -> {
          registry.counter(SMOKE, "outcome", outcome);
          registry.timer(LOOK, "outcome", outcome);
        });
  }

  /** Meters that are read off the caches when somebody asks. */
  void watch(Supplier<Stream<Migration>> migrations, Gates gates) {
    gauge("drawbridge.queue.length", () -> migrations.get().filter(Meters::isQueued).count());
    gauge("drawbridge.gates.held", () -> gates.deployments().filter(Meters::isHeld).count());
    gauge("drawbridge.gate.oldest.hold.seconds", () -> oldestHold(migrations.get(), gates));
    gauge("drawbridge.gate.leaks", gates::leaks);
    gauge(
        "drawbridge.migrations.unhealthy",
        () -> migrations.get().filter(Meters::isUnhealthy).count());
    gauge("drawbridge.gates.broken", () -> gates.deployments().filter(Meters::isBroken).count());
  }

  /** Held strongly: the registry alone would forget what it reads from. */
  private void gauge(String name, Supplier<Number> value) {
    Gauge.builder(name, value).strongReference(true).register(registry);
  }

  /** Counts what has ended between two statuses of a Migration. */
  void count(MigrationStatus before, MigrationStatus after) {
    countRun(before, after);
    countSmoke(before, after);
    countLook(before, after);
  }

  private void countSmoke(MigrationStatus before, MigrationStatus after) {
    var smoke = after.smoke();
    if (smoke != null
        && smoke.outcome() != null
        && (before.smoke() == null || before.smoke().outcome() == null)) {
      registry.counter(SMOKE, "outcome", smoke.outcome()).increment();
    }
  }

  private void countLook(MigrationStatus before, MigrationStatus after) {
    var now = after.monitor();
    var run = now == null ? null : now.run();
    if (now == null || run == null || run.finishedAt() == null || !isUnderWay(before, run.id())) {
      return;
    }
    registry
        .timer(LOOK, "outcome", now.results().getFirst().outcome())
        .record(Duration.between(run.startedAt(), run.finishedAt()));
  }

  private static boolean isUnderWay(MigrationStatus status, String run) {
    return status.followUpUnderWay().filter(known -> known.id().equals(run)).isPresent();
  }

  private void countRun(MigrationStatus before, MigrationStatus after) {
    var run = after.run();
    if (run == null || run.outcome() == null || run.finishedAt() == null || wasOver(before, run)) {
      return;
    }
    registry
        .timer("drawbridge.run", "outcome", run.outcome())
        .record(Duration.between(run.startedAt(), run.finishedAt()));
  }

  private static boolean wasOver(MigrationStatus before, Run run) {
    return before.run() != null && before.run().id().equals(run.id()) && !before.run().underWay();
  }

  void countRelease() {
    registry.counter(RELEASES).increment();
  }

  private static boolean isQueued(Migration migration) {
    return migration.getStatus() != null && migration.getStatus().phase() == Phase.QUEUED;
  }

  private static boolean isUnhealthy(Migration migration) {
    return migration.statusOrNone().conditions().stream()
        .anyMatch(one -> one.type().equals(Condition.HEALTHY) && one.status().equals("False"));
  }

  private static boolean isHeld(Deployment deployment) {
    return Hold.markOf(deployment).isPresent();
  }

  private static boolean isBroken(Deployment deployment) {
    return DeploymentReading.view(deployment).flatMap(DeploymentView::glass).isPresent();
  }

  /**
   * Statuses remember the beginnings of holds beyond the life of this process, but they do not have
   * those whose Migration is missing.
   */
  private double oldestHold(Stream<Migration> migrations, Gates gates) {
    var recorded =
        migrations
            .flatMap(migration -> Optional.ofNullable(migration.getStatus()).stream())
            .flatMap(status -> status.gates().stream())
            .filter(Gate::isHeld)
            .map(Gate::since);
    return Stream.concat(recorded, gates.holdStarts())
        .min(Instant::compareTo)
        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }
}
