package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot be meant are refused before anything is applied, and the words say why. */
class ChartRefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{gate: {by: Policy}} | gate.by is Policy, but Kubernetes v1.35.9 has no policies that can hold",
        "{namespaces: [shop]} | namespaces are given, but a webhook holds here",
        "{gate: {by: Webhook}, namespaces: [shop]} | namespaces are given, but a webhook holds here",
        "{webhook: {certificate: {from: Secret}}} | webhook.certificate.caBundle is empty, so that the API server would trust nobody",
        "{webhook: {certificate: {caBundle: TUlJ}}} | webhook.certificate.caBundle is for from: Secret; with Generated it is filled in",
        "{webhook: {certificate: {from: CertManager, caBundle: TUlJ}}} | with CertManager it is filled in",
        "{webhook: {certificate: {issuerRef: {name: ca}}}} | webhook.certificate.issuerRef is for from: CertManager, but from is Generated",
        "{image: {tag: latest}} | image.tag is latest, which moves",
        "{commonLabels: {app.kubernetes.io/name: mine}} | commonLabels has app.kubernetes.io/name, which the chart sets",
        "{commonLabels: {helm.sh/chart: mine}} | commonLabels has helm.sh/chart, which the chart sets",
      })
  void valuesThatMakeNoSenseTogetherAreRefused(String values, String sentence) {
    assertThatThrownBy(() -> Chart.onOld().with(values).render())
        .hasMessageContaining("these values make no sense:")
        .hasMessageContaining(sentence);
  }

  @Test
  void namespaceOfTheOperatorIsNoneOfThoseItWatches() {
    assertThatThrownBy(() -> Chart.onNew().with("namespaces: [shop, drawbridge]").render())
        .hasMessageContaining("namespaces has drawbridge, in which the operator itself is");
  }

  @Test
  void certificateIsForAWebhook() {
    var values = "{gate: {by: Policy}, webhook: {certificate: {from: CertManager}}}";

    assertThatThrownBy(() -> Chart.onNew().with(values).render())
        .hasMessageContaining("from is CertManager, but gate.by is Policy, so that nothing serves");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    var values = "{image: {tag: latest}, gate: {by: Policy}}";

    assertThatThrownBy(() -> Chart.onOld().with(values).render())
        .hasMessageContaining("gate.by is Policy")
        .hasMessageContaining("image.tag is latest");
  }

  @Test
  void kubernetesThatIsTooOldIsRefused() {
    assertThatThrownBy(() -> new Chart("1.29.9", "drawbridge", "").render())
        .hasMessageContaining("requires kubeVersion: >=1.30.0-0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{replicas: 0} | /replicas",
        "{replicas: two} | /replicas",
        "{replica: 2} | 'replica' not allowed",
        "{image: {name: drawbridge}} | 'name' not allowed",
        "{image: {repository: 'drawbridge:7'}} | /image/repository",
        "{image: {tag: 7}} | /image/tag",
        "{image: {digest: 7e1}} | /image/digest",
        "{image: {pullPolicy: Sometimes}} | /image/pullPolicy",
        "{imagePullSecrets: [ours]} | /imagePullSecrets/0",
        "{gate: {by: webhook}} | /gate/by",
        "{gate: Webhook} | /gate",
        "{namespaces: ['shop,billing']} | /namespaces/0",
        "{namespaces: [shop, shop]} | /namespaces",
        "{runsAtOnce: 0} | /runsAtOnce",
        "{webhook: {certificate: {from: Vault}}} | /webhook/certificate/from",
        "{webhook: {certificate: {from: CertManager, issuerRef: {kind: ClusterIssuer}}}} | /webhook/certificate/issuerRef",
        "{networkPolicy: {apiServerPorts: []}} | /networkPolicy/apiServerPorts",
        "{serviceMonitor: {interval: often}} | /serviceMonitor/interval",
        "{commonLabels: {team: 7}} | /commonLabels/team",
      })
  void valuesOfAnotherFormAreRefused(String values, String where) {
    assertThatThrownBy(() -> Chart.onNew().with(values).render())
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(where);
  }
}
