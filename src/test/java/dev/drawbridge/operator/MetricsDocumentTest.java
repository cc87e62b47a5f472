package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/metrics.md is what the operator says of its meters. */
class MetricsDocumentTest {

  @Test
  void tableHasEachMetricAsTheOperatorDescribesIt() throws IOException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new Meters(registry, Clock.systemUTC()).watch(Stream::empty, Gates.of(List.of()));
    Meters.watchLeadership(registry, () -> true);
    Meters.watchRights(registry, () -> 0);
    Meters.watchCertificate(registry, Clock.systemUTC(), () -> Instant.EPOCH);
    new ReviewTimers(registry);

    var lines = Files.readAllLines(Path.of("docs", "metrics.md")).stream();

    assertThat(Exposition.rowsOf(lines))
        .containsExactlyElementsOf(new Exposition(registry.scrape()).rows().values());
  }
}
