package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value of the chart is explained, is in the schema, and does something. */
class ChartValuesTest {

  /**
   * A value, and with what else its change can be seen.
   *
   * @param path its names, joined by dots
   * @param changed another value of it, as YAML
   * @param besides other values, as YAML in braces
   */
  record Change(String path, String changed, String besides, Chart chart) {

    static Change onNew(String path, String changed) {
      return new Change(path, changed, "{}", Chart.onNew());
    }

    static Change onNew(String path, String changed, String besides) {
      return new Change(path, changed, besides, Chart.onNew());
    }

    static Change onOld(String path, String changed, String besides) {
      return new Change(path, changed, besides, Chart.onOld());
    }

    /** {@code a.b.c} with its value, as YAML, into what there is besides. */
    String values() throws IOException {
      var mapper = new ObjectMapper(new YAMLFactory());
      var names = List.of(path.split("\\."));
      var text = changed;
      for (var name : names.reversed()) {
        text = "{" + name + ": " + text + "}";
      }
      return mapper.readerForUpdating(mapper.readTree(besides)).readTree(text).toString();
    }

    @Override
    public String toString() {
      return path;
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyValueChangesWhatIsApplied(Change change) throws IOException {
    var before = change.chart().with(change.besides()).render().text();

    var after = change.chart().with(change.values()).render().text();

    assertThat(withoutCertificates(after)).isNotEqualTo(withoutCertificates(before));
  }

  static Stream<Change> changes() {
    return Stream.concat(ofTheOperator(), ofWhatIsAroundIt());
  }

  private static Stream<Change> ofTheOperator() {
    return Stream.of(
        Change.onNew("replicas", "3"),
        Change.onNew("image.registry", "registry.example.com"),
        Change.onNew("image.repository", "ours/drawbridge"),
        Change.onNew("image.tag", "0.2.0"),
        Change.onNew("image.digest", "\"sha256:" + "0".repeat(64) + "\""),
        Change.onNew("image.pullPolicy", "Always"),
        Change.onNew("imagePullSecrets", "[{name: ours}]"),
        Change.onNew("gate.by", "Webhook"),
        Change.onNew("gate.rollouts", "true"),
        Change.onNew("namespaces", "[shop]"),
        Change.onNew("runsAtOnce", "3"),
        Change.onOld("webhook.certificate.from", "CertManager", "{}"),
        Change.onOld(
            "webhook.certificate.caBundle",
            "T1VSUw==",
            "{webhook: {certificate: {from: Secret, caBundle: TUlORQ==}}}"),
        Change.onOld(
            "webhook.certificate.issuerRef",
            "{name: ca}",
            "{webhook: {certificate: {from: CertManager}}}"),
        Change.onNew("crds.install", "false"),
        Change.onNew("crds.keep", "false"));
  }

  private static Stream<Change> ofWhatIsAroundIt() {
    return Stream.of(
        Change.onNew("podDisruptionBudget.enabled", "false"),
        Change.onNew("networkPolicy.enabled", "true"),
        Change.onNew(
            "networkPolicy.metricsFrom",
            "[{namespaceSelector: {}}]",
            "{networkPolicy: {enabled: true}}"),
        Change.onNew("networkPolicy.apiServerPorts", "[8443]", "{networkPolicy: {enabled: true}}"),
        Change.onNew("serviceMonitor.enabled", "true"),
        Change.onNew("serviceMonitor.interval", "60s", "{serviceMonitor: {enabled: true}}"),
        Change.onNew("serviceMonitor.labels", "{a: b}", "{serviceMonitor: {enabled: true}}"),
        Change.onNew("prometheusRule.enabled", "true"),
        Change.onNew("prometheusRule.labels", "{a: b}", "{prometheusRule: {enabled: true}}"),
        Change.onNew("dashboard.enabled", "true"),
        Change.onNew("dashboard.labels", "{a: b}", "{dashboard: {enabled: true}}"),
        Change.onNew("commonLabels", "{a: b}"),
        Change.onNew("commonAnnotations", "{a: b}"),
        Change.onNew("resources", "{limits: {memory: 512Mi}}"),
        Change.onNew("nodeSelector", "{kubernetes.io/os: linux}"),
        Change.onNew("tolerations", "[{operator: Exists}]"),
        Change.onNew("affinity", "{podAntiAffinity: {}}"),
        Change.onNew("priorityClassName", "system-cluster-critical"));
  }

  @Test
  void everyValueIsChangedAbove() {
    assertThat(Stream.concat(changes().map(Change::path), Stream.of(ChartCertificateTest.DAYS)))
        .containsExactlyInAnyOrderElementsOf(
            ChartValue.all().stream().map(ChartValue::path).toList());
  }

  @Test
  void everyValueHasASentence() {
    assertThat(ChartValue.all())
        .isNotEmpty()
        .allSatisfy(value -> assertThat(value.comment()).as(value.path()).matches("[A-Z].+\\."));
  }

  @Test
  void schemaHasEveryValueAndNoOther() throws IOException {
    var schema =
        new ObjectMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));

    var values = ChartValue.all().stream().map(ChartValue::path).toList();
    assertThat(inSchema(schema, "", values).filter(path -> !path.equals("global")))
        .containsExactlyInAnyOrderElementsOf(values);
  }

  private static Stream<String> inSchema(JsonNode schema, String path, List<String> values) {
    if (values.contains(path) || !schema.has("properties")) {
      return Stream.of(path);
    }
    assertThat(schema.path("additionalProperties").isBoolean()).as(path).isTrue();
    assertThat(schema.path("additionalProperties").booleanValue()).as(path).isFalse();
    return schema.path("properties").properties().stream()
        .flatMap(property ->
            inSchema(
                property.getValue(),
                path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                values));
  }

  /** Each rendering makes one anew. */
  private static String withoutCertificates(String text) {
    return text.replaceAll("(tls\\.crt|tls\\.key|caBundle): LS0t\\S*", "");
  }
}
