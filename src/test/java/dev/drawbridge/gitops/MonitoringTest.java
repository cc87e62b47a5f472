package dev.drawbridge.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts and dashboard speak of what the operator shows, and lead to what is written. */
class MonitoringTest {

  static List<JsonNode> rules() {
    return Monitoring.rules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void alertIsAboutMetricsThatThereAre(JsonNode rule) {
    assertThat(Monitoring.metrics(rule.path("expr").asText()))
        .isNotEmpty()
        .isSubsetOf(Monitoring.documented());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void alertLeadsToAPlaceThatThereIs(JsonNode rule) {
    var link = rule.at("/annotations/runbook_url").asText().split("#", -1);

    assertThat(link).hasSize(2);
    assertThat(Monitoring.anchors(Path.of(link[0]))).contains(link[1]);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void alertHasATestInWhichItFires(JsonNode rule) {
    var tests = Serialization.unmarshal(Monitoring.read(Monitoring.ALERTS_TEST), JsonNode.class);

    var fires =
        tests
            .path("tests")
            .valueStream()
            .flatMap(test -> test.path("alert_rule_test").valueStream())
            .filter(one -> one.path("alertname").equals(rule.path("alert")))
            .map(one -> one.path("exp_alerts").size());

    assertThat(fires).containsExactly(0, 1);
  }

  @Test
  void dashboardIsAboutMetricsThatThereAre() {
    var expressions =
        Monitoring.dashboard()
            .path("panels")
            .valueStream()
            .flatMap(panel -> panel.path("targets").valueStream())
            .map(target -> target.path("expr").asText())
            .toList();

    assertThat(expressions)
        .isNotEmpty()
        .allSatisfy(expression -> assertThat(Monitoring.metrics(expression)).isNotEmpty());
    assertThat(expressions.stream().flatMap(one -> Monitoring.metrics(one).stream()))
        .isSubsetOf(Monitoring.documented())
        .contains(
            "drawbridge_migrations",
            "drawbridge_gates_held",
            "drawbridge_run_seconds_sum",
            "drawbridge_run_seconds_count");
  }

  /** By Prometheus's own program, where {@code PROMTOOL} names it or it is on the path. */
  @Test
  void alertsFireWhenTheyShould(@TempDir Path folder) throws Exception {
    var promtool = promtool();
    Assumptions.assumeTrue(
        promtool.isPresent(), "promtool is neither on the PATH nor named by PROMTOOL");
    Files.writeString(
        folder.resolve("rules.yaml"), Serialization.asYaml(Monitoring.alerts().path("spec")));
    var tests = Files.copy(Monitoring.ALERTS_TEST, folder.resolve("alerts_test.yaml"));

    assertThat(ended(promtool.get(), "check", "rules", folder.resolve("rules.yaml")))
        .contains("SUCCESS");
    assertThat(ended(promtool.get(), "test", "rules", tests)).contains("SUCCESS");
  }

  /** What the program has said, if it ended well. */
  private static String ended(Path program, String command, String what, Path file)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(program.toString(), command, what, file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Optional<Path> promtool() {
    var named = Stream.ofNullable(System.getenv("PROMTOOL")).map(Path::of);
    var onThePath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "promtool"));
    return Stream.concat(named, onThePath).filter(Files::isExecutable).findFirst();
  }
}
