package dev.drawbridge.chart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With which certificate the webhook is served, and whom the API server trusts for it. */
class ChartCertificateTest {

  static final String DAYS = "webhook.certificate.days";

  @Test
  void generatedOneIsForTheServiceAndIsTrusted() throws CertificateException {
    var rendered =
        Chart.onOld()
            .in("platform")
            .with("{gate: {rollouts: true}, webhook: {certificate: {days: 30}}}")
            .render();

    var data = rendered.the(Secret.class, "drawbridge-webhook").getData();
    var certificate = read(Objects.requireNonNull(data.get("tls.crt")));
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "drawbridge-webhook.platform.svc"));
    assertThat(
            Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
        .as(DAYS)
        .isEqualTo(Duration.ofDays(30));
    assertThat(new String(Base64.getDecoder().decode(data.get("tls.key")), US_ASCII))
        .startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(bundles(rendered)).hasSizeGreaterThan(5).containsOnly(data.get("tls.crt"));
  }

  @Test
  void certManagerIsAskedForOneAndFillsItIn() {
    var rendered = Chart.onOld().with("{webhook: {certificate: {from: CertManager}}}").render();

    assertThat(rendered.names())
        .contains(
            "Issuer drawbridge/drawbridge-webhook", "Certificate drawbridge/drawbridge-webhook")
        .doesNotContain("Secret drawbridge/drawbridge-webhook");
    assertThat(bundles(rendered)).hasSize(5).containsOnlyNulls();
    assertThat(
            rendered
                .the(MutatingWebhookConfiguration.class, "drawbridge-hold")
                .getMetadata()
                .getAnnotations())
        .containsEntry("cert-manager.io/inject-ca-from", "drawbridge/drawbridge-webhook");
  }

  @Test
  void issuerOfYourOwnIsUsed() {
    var values =
        "{webhook: {certificate: {from: CertManager, issuerRef: {name: ca, kind: ClusterIssuer}}}}";

    var rendered = Chart.onOld().with(values).render();

    assertThat(rendered.names()).noneMatch(name -> name.startsWith("Issuer"));
    assertThat(rendered.text()).contains("kind: ClusterIssuer\n    name: ca");
  }

  @Test
  void secretOfYourOwnIsLeftAlone() {
    var values = "{webhook: {certificate: {from: Secret, caBundle: TUlORQ==}}}";

    var rendered = Chart.onOld().with(values).render();

    assertThat(rendered.names()).noneMatch(name -> name.startsWith("Secret"));
    assertThat(bundles(rendered)).hasSize(5).containsOnly("TUlORQ==");
  }

  private static List<@Nullable String> bundles(Rendered rendered) {
    return rendered.objects().stream()
        .flatMap(each ->
            switch (each) {
              case MutatingWebhookConfiguration hold ->
                  hold.getWebhooks().stream().map(MutatingWebhook::getClientConfig);
              case ValidatingWebhookConfiguration guard ->
                  guard.getWebhooks().stream().map(ValidatingWebhook::getClientConfig);
              default -> Stream.<WebhookClientConfig>empty();
            })
        .<@Nullable String>map(WebhookClientConfig::getCaBundle)
        .toList();
  }

  private static X509Certificate read(String encoded) throws CertificateException {
    var pem = new ByteArrayInputStream(Base64.getDecoder().decode(encoded));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
  }
}
