package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The chart brings the alerts and the dashboard that are there without it. */
class ChartMonitoringTest {

  private static final Path MONITORING = Path.of("manifests", "monitoring");
  private static final String ENABLED =
      "{prometheusRule: {enabled: true}, dashboard: {enabled: true}}";

  @Test
  void alertsAreTheSame() throws IOException {
    var there =
        Serialization.unmarshal(
            Files.readString(MONITORING.resolve("alerts.yaml")), GenericKubernetesResource.class);

    var rule =
        Chart.onNew().with(ENABLED).render().the(GenericKubernetesResource.class, "drawbridge");

    assertThat(rule.<Object>get("spec")).isNotNull().isEqualTo(there.get("spec"));
  }

  @Test
  void dashboardIsTheSame() throws IOException {
    var map = Chart.onNew().with(ENABLED).render().the(ConfigMap.class, "drawbridge-dashboard");

    assertThat(map.getData().get("drawbridge.json"))
        .isEqualToIgnoringNewLines(Files.readString(MONITORING.resolve("dashboard.json")));
  }
}
