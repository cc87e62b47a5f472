package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Meters that are read off the statuses of all Migrations when somebody asks. */
record RunMeters(MeterRegistry registry, Clock clock, Supplier<Stream<Migration>> migrations) {

  void register() {
    Arrays.stream(Phase.values())
        .filter(phase -> phase != Phase.UNKNOWN)
        .forEach(phase ->
            gauge("migrations", "Migrations, by their phase.", statuses -> count(statuses, phase))
                .tag("phase", phase.word())
                .register(registry));
    gauge(
            "queue.length",
            "Migrations whose run waits for its turn.",
            statuses -> count(statuses, Phase.QUEUED))
        .register(registry);
    gauge(
            "queue.oldest.seconds",
            "How long the run that has waited longest has waited for its turn, 0 if none waits.",
            this::oldestInTheQueue)
        .register(registry);
    registerWorries();
  }

  private void registerWorries() {
    gauge(
            "runs.late",
            "Runs of Migrations that are under way and past half of their deadline.",
            statuses -> statuses.filter(this::isLate).count())
        .register(registry);
    gauge(
            "migrations.unhealthy",
            "Migrations whose condition Healthy is False, by smoke or a monitor.",
            statuses -> statuses.filter(RunMeters::isUnhealthy).count())
        .register(registry);
  }

  /** Held strongly: the registry alone would forget what it reads from. */
  private Gauge.Builder<Supplier<Number>> gauge(
      String name, String meaning, Function<Stream<MigrationStatus>, Number> value) {
    return Gauge.builder("drawbridge." + name, () -> value.apply(statuses()))
        .description(meaning)
        .strongReference(true);
  }

  private Stream<MigrationStatus> statuses() {
    return migrations.get().map(Migration::statusOrNone);
  }

  private static long count(Stream<MigrationStatus> statuses, Phase phase) {
    return statuses.filter(status -> status.phase() == phase).count();
  }

  private static boolean isUnhealthy(MigrationStatus status) {
    return Condition.find(status.conditions(), Condition.HEALTHY)
        .filter(one -> one.status().equals("False"))
        .isPresent();
  }

  private double oldestInTheQueue(Stream<MigrationStatus> statuses) {
    return statuses
        .filter(status -> status.phase() == Phase.QUEUED)
        .map(MigrationStatus::queuedSince)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Instant::compareTo)
        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }

  private boolean isLate(MigrationStatus status) {
    return status.run() != null && status.run().underWay() && isLate(status.run());
  }

  private boolean isLate(Run run) {
    if (run.deadline() == null) {
      return false;
    }
    var half = Duration.between(run.startedAt(), run.deadline()).dividedBy(2);
    return clock.instant().isAfter(run.startedAt().plus(half));
  }
}
