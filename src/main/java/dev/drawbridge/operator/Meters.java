package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.observe.DeploymentReading;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Drawbridge's own meters, few and by outcome. {@code docs/metrics.md} has the list, which is a
 * contract.
 */
final class Meters {

  private final MeterRegistry registry;
  private final Clock clock;
  private final FollowUpMeters followUps;

  Meters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    followUps = new FollowUpMeters(registry);
    releases();
    Stream.of(Run.VERIFIED, Run.PLANNED, Run.FAILED).forEach(this::runs);
  }

  private Counter releases() {
    return Counter.builder("drawbridge.gate.releases")
        .description("Deployments that this process has released.")
        .register(registry);
  }

  private Timer runs(String outcome) {
    return Timer.builder("drawbridge.run")
        .tag("outcome", outcome)
        .description("Runs of Migrations that have ended, and how long they took.")
        .register(registry);
  }

  /** Meters that are read off the caches when somebody asks. */
  void watch(Supplier<Stream<Migration>> migrations, Gates gates) {
    new RunMeters(registry, clock, migrations).register();
    gauge("gates.held", "Deployments that are held.", () -> count(gates, Meters::isHeld));
    gauge(
        "gate.oldest.hold.seconds",
        "How long the oldest of the holds has lasted, 0 if there is none. Where the Migration is missing, it counts from the start of this process.",
        () -> oldestHold(migrations.get(), gates));
    gauge(
        "gate.leaks",
        "Deployments that have pods now which the gate did not let go.",
        gates::leaks);
    gauge(
        "gates.broken",
        "Deployments whose gate somebody has opened without proof, for what their template asks for now.",
        () -> count(gates, Meters::isBroken));
  }

  /** How many rights are missing, from the beginning of this process's life. */
  static void watchRights(MeterRegistry registry, Supplier<Number> missing) {
    Gauge.builder("drawbridge.rights.missing", missing)
        .description(
            "Rights that this replica was refused and does not have; its log and /ready name them.")
        .strongReference(true)
        .register(registry);
  }

  /** How long the webhook's certificate can still be used. */
  static void watchCertificate(MeterRegistry registry, Clock clock, Supplier<Instant> expires) {
    Gauge.builder(
            "drawbridge.webhook.certificate.seconds",
            () -> Duration.between(clock.instant(), expires.get()).toSeconds())
        .description(
            "How long the certificate that this replica's webhook serves with is still good; below 0 it has expired.")
        .strongReference(true)
        .register(registry);
  }

  /** Whether this process is the one that works, from the beginning of its life. */
  static void watchLeadership(MeterRegistry registry, BooleanSupplier leads) {
    Gauge.builder("drawbridge.leader", () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 for the replica that works, 0 for those that wait for the lease.")
        .strongReference(true)
        .register(registry);
  }

  private static long count(Gates gates, Predicate<Deployment> which) {
    return gates.deployments().filter(which).count();
  }

  /** Held strongly: the registry alone would forget what it reads from. */
  private void gauge(String name, String meaning, Supplier<Number> value) {
    Gauge.builder("drawbridge." + name, value)
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }

  /** Counts what has ended between two statuses of a Migration. */
  void count(MigrationStatus before, MigrationStatus after) {
    countRun(before, after);
    followUps.count(before, after);
  }

  private void countRun(MigrationStatus before, MigrationStatus after) {
    var run = after.run();
    if (run == null || run.outcome() == null || run.finishedAt() == null || wasOver(before, run)) {
      return;
    }
    runs(run.outcome()).record(Duration.between(run.startedAt(), run.finishedAt()));
  }

  private static boolean wasOver(MigrationStatus before, Run run) {
    return before.run() != null && before.run().id().equals(run.id()) && !before.run().underWay();
  }

  void countRelease() {
    releases().increment();
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
