package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.operator.Configuration;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operator understands what the chart tells it. */
class ChartConfigurationTest {

  @Test
  void operatorIsToldNothingUnusual() {
    assertThat(configuration(Chart.onNew().render()))
        .isEqualTo(
            new Configuration(
                "drawbridge/drawbridge:" + Chart.metadata().path("appVersion").asText(),
                "IfNotPresent",
                Set.of(),
                8080,
                true,
                8,
                false,
                "one",
                "metadata.namespace",
                Optional.empty()));
  }

  @Test
  void operatorServesTheWebhookWhereOneHolds() {
    assertThat(configuration(Chart.onOld().render()).webhook()).isPresent();
  }

  @Test
  void operatorIsToldWhatTheValuesSay() {
    var values =
        """
        image: {registry: registry.example.com/, repository: ours/drawbridge, tag: "7", pullPolicy: Always}
        runsAtOnce: 3
        gate: {rollouts: true}
        namespaces: [shop, billing]
        """;

    assertThat(configuration(Chart.onNew().in("platform").with(values).render()))
        .isEqualTo(
            new Configuration(
                "registry.example.com/ours/drawbridge:7",
                "Always",
                Set.of("shop", "billing"),
                8080,
                true,
                3,
                true,
                "one",
                "metadata.namespace",
                Optional.empty()));
  }

  @Test
  void digestComesBeforeTheTag() {
    var digest = "sha256:" + "0".repeat(64);

    var rendered =
        Chart.onNew().with("image: {tag: latest, digest: \"%s\"}".formatted(digest)).render();

    assertThat(configuration(rendered).runnerImage()).isEqualTo("drawbridge/drawbridge@" + digest);
  }

  /** As the operator reads it. What a pod is told about itself has the name of the field. */
  private static Configuration configuration(Rendered rendered) {
    var pod = rendered.the(Deployment.class, "drawbridge").getSpec().getTemplate().getSpec();
    return Configuration.of(
        pod.getContainers().getFirst().getEnv().stream()
            .collect(Collectors.toMap(EnvVar::getName, ChartConfigurationTest::value)));
  }

  private static String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    var field = variable.getValueFrom().getFieldRef().getFieldPath();
    return field.equals("metadata.name") ? "one" : field;
  }
}
