package dev.drawbridge.operator;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.SmokeResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** Meters of what comes after a run: smoke, and the looks of monitors. */
final class FollowUpMeters {

  private final MeterRegistry registry;

  FollowUpMeters(MeterRegistry registry) {
    this.registry = registry;
    Stream.of(SmokeResult.PASSED, SmokeResult.FAILED, SmokeResult.UNKNOWN)
        .forEach(outcome -> {
          smokes(outcome);
          looks(outcome);
        });
  }

  private Counter smokes(String outcome) {
    return Counter.builder("drawbridge.smoke")
        .tag("outcome", outcome)
        .description("Smoke that has ended; Unknown could not be carried out.")
        .register(registry);
  }

  private Timer looks(String outcome) {
    return Timer.builder("drawbridge.monitor.look")
        .tag("outcome", outcome)
        .description(
            "Looks of monitors that have ended, and how long they took; Unknown could not be carried out.")
        .register(registry);
  }

  /** Counts what has ended between two statuses of a Migration. */
  void count(MigrationStatus before, MigrationStatus after) {
    countSmoke(before, after);
    countLook(before, after);
  }

  private void countSmoke(MigrationStatus before, MigrationStatus after) {
    var smoke = after.smoke();
    if (smoke != null
        && smoke.outcome() != null
        && (before.smoke() == null || before.smoke().outcome() == null)) {
      smokes(smoke.outcome()).increment();
    }
  }

  private void countLook(MigrationStatus before, MigrationStatus after) {
    var now = after.monitor();
    var run = now == null ? null : now.run();
    if (now == null || run == null || run.finishedAt() == null || !isUnderWay(before, run.id())) {
      return;
    }
    looks(now.results().getFirst().outcome())
        .record(Duration.between(run.startedAt(), run.finishedAt()));
  }

  private static boolean isUnderWay(MigrationStatus status, String run) {
    return status.followUpUnderWay().filter(known -> known.id().equals(run)).isPresent();
  }
}
