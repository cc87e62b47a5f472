package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.gate.webhook.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetersTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void gaugesAreStillReadAfterAGarbageCollection() {
    var registry = new SimpleMeterRegistry();
    meters(registry).watch(Stream::empty, new Played(List.of(), 0));

    System.gc();

    assertThat(registry.get("drawbridge.gates.held").gauge().value()).isEqualTo(1.0);
    assertThat(registry.get("drawbridge.queue.length").gauge().value()).isZero();
  }

  @Test
  void metersOfTheGateAreNamedAsDocumented() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var meters = meters(registry);
    meters.watch(Stream::empty, new Played(List.of(NOW.minusSeconds(90)), 2));
    meters.countRelease();

    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
        .contains(
            "drawbridge_gates_held 1.0",
            "drawbridge_gate_oldest_hold_seconds 90.0",
            "drawbridge_gate_releases_total 1.0",
            "drawbridge_gate_leaks 2.0",
            "drawbridge_gates_broken 0.0");
  }

  @Test
  void metersOfTheWebhookAreNamedAsDocumented() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    new ReviewTimers(registry).answered(Verdict.CHANGED, Duration.ofMillis(1500));

    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
        .contains(
            "drawbridge_webhook_review_seconds_count{verdict=\"Changed\"} 1",
            "drawbridge_webhook_review_seconds_sum{verdict=\"Changed\"} 1.5",
            "drawbridge_webhook_review_seconds_count{verdict=\"Allowed\"} 0",
            "drawbridge_webhook_review_seconds_count{verdict=\"Refused\"} 0",
            "drawbridge_webhook_review_seconds_count{verdict=\"Failed\"} 0");
  }

  @Test
  void oldestHoldIsThatOfTheStatusIfThisProcessIsYounger() {
    var registry = new SimpleMeterRegistry();
    var migration = new Migration();
    var gate =
        new Gate("Deployment", "orders", Gate.HELD, "waits", NOW.minus(Duration.ofHours(1)), null);
    migration.setStatus(
        new MigrationStatus(
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(gate),
            1));

    meters(registry)
        .watch(() -> Stream.of(migration), new Played(List.of(NOW.minusSeconds(90)), 0));

    assertThat(registry.get("drawbridge.gate.oldest.hold.seconds").gauge().value())
        .isEqualTo(3600.0);
  }

  private static Meters meters(MeterRegistry registry) {
    return new Meters(registry, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private record Played(List<Instant> starts, long leaks) implements Gates {

    @Override
    public Stream<Deployment> deployments() {
      return Stream.of(held());
    }

    @Override
    public Stream<Instant> holdStarts() {
      return starts.stream();
    }
  }

  private static Deployment held() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .addToAnnotations(Markers.HELD_ANNOTATION, Markers.HELD)
        .endMetadata()
        .build();
  }
}
