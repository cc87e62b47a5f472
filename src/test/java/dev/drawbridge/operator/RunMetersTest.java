package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.WrittenStatuses;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunMetersTest {

  private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void migrationsAreCountedByTheirPhase() {
    var registry = at(STARTED, "new", "running", "queued", "awaiting-approval", "failed", "edited");

    assertThat(registry.get("drawbridge.migrations").tag("phase", "Running").gauge().value())
        .isEqualTo(1.0);
    assertThat(
            registry.get("drawbridge.migrations").tag("phase", "AwaitingApproval").gauge().value())
        .isEqualTo(1.0);
    assertThat(value(registry, "queue.length")).isEqualTo(1.0);
    assertThat(
            registry.get("drawbridge.migrations").gauges().stream().mapToDouble(Gauge::value).sum())
        .as("a new one has no phase yet")
        .isEqualTo(5.0);
  }

  @Test
  void runIsLateWhenHalfOfItsTimeIsOver() {
    assertThat(value(at(STARTED.plus(Duration.ofMinutes(14)), "running"), "runs.late")).isZero();
    assertThat(value(at(STARTED.plus(Duration.ofMinutes(16)), "running"), "runs.late"))
        .isEqualTo(1.0);
    assertThat(
            value(at(STARTED.plus(Duration.ofDays(1)), "verified", "failed", "new"), "runs.late"))
        .isZero();
  }

  @Test
  void oldestInTheQueueCountsFromWhenItBeganToWait() {
    var later = STARTED.plusSeconds(90);

    assertThat(value(at(later, "queued", "running"), "queue.oldest.seconds")).isEqualTo(90.0);
    assertThat(value(at(later, "running"), "queue.oldest.seconds")).isZero();
  }

  private static double value(SimpleMeterRegistry registry, String name) {
    return registry.get("drawbridge." + name).gauge().value();
  }

  private static SimpleMeterRegistry at(Instant now, String... statuses) {
    var registry = new SimpleMeterRegistry();
    var all = WrittenStatuses.migrations();
    new RunMeters(registry, Clock.fixed(now, ZoneOffset.UTC), () -> written(all, statuses))
        .register();
    return registry;
  }

  private static Stream<Migration> written(Map<String, Migration> all, String... statuses) {
    return Stream.of(statuses).map(name -> Objects.requireNonNull(all.get(name)));
  }
}
