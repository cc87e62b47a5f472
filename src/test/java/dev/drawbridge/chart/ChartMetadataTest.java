package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart says about itself, also to those who find it on Artifact Hub, is so. */
class ChartMetadataTest {

  private static final Pattern VERSION =
      Pattern.compile(
          "<artifactId>drawbridge</artifactId>\\s*<version>(.+?)(-SNAPSHOT)?</version>");
  private static final JsonNode CHART = Chart.metadata();

  @Test
  void chartHasTheVersionOfTheProject() throws IOException {
    var found = VERSION.matcher(Files.readString(Path.of("pom.xml")));

    assertThat(found.find()).isTrue();
    assertThat(CHART.path("version").asText()).isEqualTo(found.group(1));
    assertThat(CHART.path("appVersion").asText()).isEqualTo(found.group(1));
  }

  /** A major version of 0 promises nothing yet. */
  @Test
  void versionIsCalledAPrereleaseAsLongAsItIsOne() {
    var isOne = CHART.path("version").asText().startsWith("0.");

    assertThat(annotation("prerelease").booleanValue()).isEqualTo(isOne);
  }

  @Test
  void licenseIsTheOneThatIsThere() throws IOException {
    assertThat(annotation("license").asText()).isEqualTo("Apache-2.0");
    assertThat(Files.readString(Path.of("LICENSE"))).contains("Apache License", "Version 2.0");
  }

  @Test
  void imageIsTheOneThatIsInstalled() {
    var operator = Chart.onNew().render().the(Deployment.class, "drawbridge");

    var container = operator.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(annotation("images").findValuesAsText("image"))
        .containsExactly(container.getImage());
  }

  @Test
  void resourcesAreThoseThatTheChartDefines() {
    assertThat(annotation("crds").valueStream().map(ChartMetadataTest::described))
        .containsExactlyElementsOf(definitions().flatMap(ChartMetadataTest::described).toList());
  }

  @Test
  void everyResourceHasAnExample() {
    assertThat(annotation("crdsExamples").findValuesAsText("kind"))
        .containsExactlyElementsOf(
            definitions().map(each -> each.getSpec().getNames().getKind()).toList());
  }

  @Test
  void changesAreOfAKindThatThereIs() {
    assertThat(annotation("changes").valueStream())
        .isNotEmpty()
        .allSatisfy(change -> {
          assertThat(change.path("kind").asText())
              .isIn("added", "changed", "deprecated", "removed", "fixed", "security");
          assertThat(change.path("description").asText()).isNotBlank();
        });
  }

  private static Stream<CustomResourceDefinition> definitions() {
    return Chart.onNew().render().objects().stream()
        .filter(CustomResourceDefinition.class::isInstance)
        .map(CustomResourceDefinition.class::cast);
  }

  private static Stream<List<String>> described(CustomResourceDefinition definition) {
    var spec = definition.getSpec();
    return spec.getVersions().stream()
        .map(version ->
            List.of(
                spec.getNames().getKind(),
                version.getName(),
                definition.getMetadata().getName(),
                version.getSchema().getOpenAPIV3Schema().getDescription()));
  }

  private static List<String> described(JsonNode resource) {
    return Stream.of("kind", "version", "name", "description")
        .map(field -> resource.path(field).asText())
        .toList();
  }

  /** They are YAML in YAML. */
  static JsonNode annotation(String name) {
    var text = CHART.path("annotations").path("artifacthub.io/" + name).asText();
    return Serialization.unmarshal(text, JsonNode.class);
  }
}
