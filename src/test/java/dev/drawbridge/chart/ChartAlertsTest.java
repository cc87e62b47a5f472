package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do. */
class ChartAlertsTest {

  private static final String ENABLED =
      "{prometheusRule: {enabled: true, oldHoldMinutes: 20}, dashboard: {enabled: true}}";

  @Test
  void everyAlertSaysWhatItIsAndLeadsToAPage() throws IOException {
    var sections = sections(Path.of("docs/operations.md"));

    assertThat(alerts(Chart.onOld()))
        .hasSize(6)
        .allSatisfy(alert -> {
          assertThat(alert.path("alert").asText()).startsWith("Drawbridge");
          assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
          assertThat(alert.at("/annotations/summary").asText()).matches("[A-Z].+\\.");
          var page = alert.at("/annotations/runbook").asText().split("#", 2);
          assertThat(page[0]).isEqualTo("docs/operations.md");
          assertThat(sections).contains(page[1]);
        });
  }

  @Test
  void webhookIsWatchedWhereThereIsOne() {
    assertThat(alerts(Chart.onNew()))
        .hasSize(5)
        .noneMatch(alert -> alert.path("expr").asText().contains("webhook"));
  }

  @Test
  void oldHoldIsCountedInMinutes() {
    assertThat(alerts(Chart.onNew()))
        .anyMatch(alert -> alert.path("expr").asText().endsWith("hold_seconds) > 1200"));
  }

  @Test
  void dashboardIsJson() throws IOException {
    var map = Chart.onNew().with(ENABLED).render().the(ConfigMap.class, "drawbridge-dashboard");

    var dashboard = new ObjectMapper().readTree(map.getData().get("drawbridge.json"));
    assertThat(dashboard.path("panels"))
        .isNotEmpty()
        .allSatisfy(panel -> {
          assertThat(panel.path("title").asText()).isNotBlank();
          assertThat(panel.path("targets")).isNotEmpty();
        });
  }

  private static List<JsonNode> alerts(Chart chart) {
    var rule = chart.with(ENABLED).render().the(GenericKubernetesResource.class, "drawbridge");
    JsonNode spec = new ObjectMapper().valueToTree(rule.get("spec"));
    return spec.at("/groups/0/rules").valueStream().toList();
  }

  /** As links name them. */
  private static List<String> sections(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
