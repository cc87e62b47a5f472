package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's alerts and dashboard ask for what the operator measures. */
class ChartMetersTest {

  private static final Path CHART = Path.of("helm/drawbridge");

  /** A metric, or a label's value that is asked for. */
  private static final Pattern ASKED =
      Pattern.compile("\\bdrawbridge_[a-z_]+|(?<=[{,])[a-z]+=\\\\?\"[A-Za-z]+");

  @ParameterizedTest
  @ValueSource(strings = {"templates/prometheusrule.yaml", "files/dashboard.json"})
  void everyMetricThatIsAskedForIsThere(String file) throws IOException {
    var asked = ASKED.matcher(Files.readString(CHART.resolve(file))).results();

    var measured = measured();
    assertThat(asked.map(MatchResult::group).map(name -> name.replace("\\", "")).distinct())
        .hasSizeGreaterThan(5)
        .allSatisfy(name -> assertThat(measured).containsPattern(name + "\\b"));
  }

  private static String measured() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new Meters(registry, Clock.systemUTC()).watch(Stream::empty, new NoGates());
    new ReviewTimers(registry);
    return registry.scrape();
  }

  private static final class NoGates implements Gates {

    @Override
    public Stream<Deployment> deployments() {
      return Stream.empty();
    }

    @Override
    public Stream<Instant> holdStarts() {
      return Stream.empty();
    }

    @Override
    public long leaks() {
      return 0;
    }
  }
}
