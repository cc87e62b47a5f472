package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart installs, and where. */
class ChartTest {

  private static final String NAMED = "namespaces: [shop, billing]";

  @Test
  void helmFindsNothingToComplainAbout() {
    var found = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(found.getMessages())
        .allMatch(message -> message.contains("[INFO]"), "says nothing worse than [INFO]");
    assertThat(found.isFailed()).isFalse();
  }

  @Test
  void webhookCanBeAskedForOnAnyKubernetes() {
    assertThat(Chart.onNew().with("gate: {by: Webhook}").render().names())
        .isEqualTo(Chart.onOld().render().names());
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
}
