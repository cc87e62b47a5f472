package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart installs what the manifests install. */
class ChartTest {

  private static final Path MANIFESTS = Path.of("manifests");
  private static final String NAMED = "namespaces: [shop, billing]";
  private static final String ROLLOUTS = "gate: {rollouts: true}";
  private static final String BUDGET = "PodDisruptionBudget drawbridge/drawbridge";
  private static final String SECRET = "Secret drawbridge/drawbridge-webhook";

  @Test
  void helmFindsNothingToComplainAbout() {
    var found = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(found.getMessages())
        .allMatch(message -> message.contains("[INFO]"), "says nothing worse than [INFO]");
    assertThat(found.isFailed()).isFalse();
  }

  @Test
  void installsTheManifestWhereTheApiServerHolds() {
    installs(Chart.onNew(), List.of(BUDGET), "install.yaml");
  }

  @Test
  void installsTheManifestWithTheWebhookBelow() {
    installs(Chart.onOld(), List.of(BUDGET, SECRET), "install-webhook.yaml");
  }

  @Test
  void webhookCanBeAskedForOnAnyKubernetes() {
    assertThat(Chart.onNew().with("gate: {by: Webhook}").render().names())
        .isEqualTo(Chart.onOld().render().names());
  }

  @Test
  void installsTheManifestsOfRollouts() {
    installs(Chart.onNew().with(ROLLOUTS), List.of(BUDGET), "install.yaml", "rollouts.yaml");
    installs(
        Chart.onOld().with(ROLLOUTS),
        List.of(BUDGET, SECRET),
        "install-webhook.yaml",
        "rollouts-webhook.yaml");
  }

  @Test
  void installsTheManifestsOfNamedNamespaces() {
    var rendered = Chart.onNew().with(NAMED + "\n" + ROLLOUTS).render().essence();

    var expected = together("cluster.yaml", "operator.yaml", "rollouts-cluster.yaml").essence();
    var ofEach = together("namespace.yaml", "rollouts-namespace.yaml").essence();
    for (var namespace : List.of("shop", "billing")) {
      ofEach.forEach((name, tree) -> expected.put(name.replace(" ", " " + namespace + "/"), tree));
    }
    expected.remove("Namespace drawbridge");
    rendered.remove(BUDGET);
    assertThat(rendered).containsExactlyEntriesOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {Chart.HOLDS_BY_ITSELF, Chart.NEEDS_A_WEBHOOK})
  void anotherNamespaceIsWrittenEverywhere(String kubernetes) {
    var chart = new Chart(kubernetes, "platform", "gate: {rollouts: true}");

    var text = chart.render().text();

    assertThat(text)
        .contains("system:serviceaccount:platform:drawbridge")
        .doesNotContain("system:serviceaccount:drawbridge:")
        .doesNotContainPattern("namespace: \"?drawbridge\\b")
        .doesNotContain("drawbridge.svc");
  }

  @Test
  void crdsStayWhenTheChartGoes() {
    assertThat(Chart.onNew().render().objects())
        .filteredOn(each -> each.getKind().equals("CustomResourceDefinition"))
        .hasSize(2)
        .allSatisfy(each ->
            assertThat(each.getMetadata().getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep"));
    assertThat(Chart.onNew().with("crds: {keep: false}").render().text())
        .doesNotContain("resource-policy")
        .contains("kind: CustomResourceDefinition");
    assertThat(Chart.onNew().with("crds: {install: false}").render().names())
        .isNotEmpty()
        .noneMatch(name -> name.startsWith("CustomResourceDefinition"));
  }

  @Test
  void everyObjectCarriesWhatIsCommon() {
    var values =
        """
        commonLabels: {team: platform}
        commonAnnotations: {contact: platform@example.com}
        gate: {rollouts: true}
        networkPolicy: {enabled: true}
        serviceMonitor: {enabled: true, labels: {release: prometheus}}
        prometheusRule: {enabled: true}
        dashboard: {enabled: true}
        webhook: {certificate: {from: CertManager}}
        """;

    assertThat(Chart.onOld().with(values).render().objects())
        .hasSizeGreaterThan(20)
        .allSatisfy(each -> {
          assertThat(each.getMetadata().getLabels())
              .containsEntry("team", "platform")
              .containsEntry("app.kubernetes.io/name", "drawbridge")
              .containsEntry("app.kubernetes.io/managed-by", "Helm");
          assertThat(each.getMetadata().getAnnotations())
              .containsEntry("contact", "platform@example.com");
        });
  }

  @Test
  void notesTellWhatHoldsAndTheNextCommand() {
    assertThat(Chart.onNew().in("platform").with(NAMED).notes())
        .contains("Deployments are held by the API server itself.")
        .contains("It looks at shop, billing and at nothing else.")
        .contains("kubectl -n platform rollout status deployment/drawbridge");
    assertThat(Chart.onOld().with("replicas: 1").notes())
        .contains("Deployments are held by the operator's webhook.\nThere is one operator only:");
  }

  private static void installs(Chart chart, List<String> besides, String... manifests) {
    var rendered = chart.render().essence();

    var expected =
        new Rendered(
                Arrays.stream(manifests)
                    .map(file -> Rendered.of(MANIFESTS.resolve(file)).text())
                    .collect(Collectors.joining("---\n")))
            .essence();
    expected.remove("Namespace drawbridge");
    assertThat(rendered.keySet()).containsAll(besides);
    besides.forEach(rendered::remove);
    assertThat(rendered).containsExactlyEntriesOf(expected);
  }

  private static Rendered together(String... files) {
    return new Rendered(
        Stream.of(files)
            .map(file -> Rendered.of(MANIFESTS.resolve("namespaced").resolve(file)).text())
            .collect(Collectors.joining("---\n")));
  }
}
