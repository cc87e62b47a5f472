package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.Authority;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.sandbox.OperatorProgram;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The webhook's certificate ends under the running operator, which a real API server asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateEndIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Instant inAMonth = Instant.now().plus(Duration.ofDays(30));
  private static final String SECONDS_LEFT = "drawbridge_webhook_certificate_seconds";
  private static final String EXPIRED = "the webhook's certificate has expired at";

  private final Authority authority = new Authority();
  private RealApiServer server;
  private Path certificates;
  private OperatorProgram operator;
  private int port;
  private Registration registration;
  private KubernetesClient somebody;
  private String namespace;

  @BeforeAll
  void serve(@TempDir Path folder) throws Exception {
    server = RealApiServer.own();
    server.installCustomResources();
    certificates = Files.createDirectory(folder.resolve("certificates"));
    authority.renew(certificates, inAMonth);
    port = freePort();
    operator = OperatorProgram.start(JAR, environment(folder));
    operator.awaitReady();
    registration = new Registration(server.client(), port, authority);
    registration.apply();
    somebody = withoutSecondTries(server.configFor("somebody@example.com", "system:masters"));
    namespace = server.newNamespace();
    await().atMost(PATIENCE).until(this::isHeld);
  }

  /** What fails once is to be seen. */
  private static KubernetesClient withoutSecondTries(Config config) {
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private Map<String, String> environment(Path folder) throws IOException {
    var environment = OperatorProgram.environment("unused", folder);
    environment.keySet().removeIf(key -> key.startsWith("KUBERNETES_"));
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put(Configuration.WEBHOOK_PORT, Integer.toString(port));
    environment.put(Configuration.WEBHOOK_CERTIFICATES, certificates.toString());
    return environment;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  void stop() {
    if (somebody != null) {
      somebody.close();
    }
    if (operator != null) {
      operator.close();
    }
  }

  /** As cert-manager does it: the next one is there before the one before it ends. */
  @Test
  void noWriteFailsWhileTheCertificateIsRenewedBeforeItsEnd() throws Exception {
    var end = Instant.now().plusSeconds(20);
    awaitPresented(authority.renew(certificates, end));
    registration.applyForNewConnections();

    try (var writes = SteadyWrites.of(this::isHeld)) {
      writes.awaitMore(20);
      assertThat(Instant.now()).as("while the one that ends is good").isBefore(end);
      awaitPresented(authority.renew(certificates, inAMonth));
      await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end.plusSeconds(1)));
      registration.applyForNewConnections();
      writes.awaitMore(50);

      assertThat(writes.failures()).isEmpty();
    }

    assertThat(operator.isAlive()).isTrue();
    assertThat(operator.log()).contains("the webhook has a new certificate, until");
    assertThat(ready().body()).isEqualTo("ok\n");
  }

  @Test
  void endedCertificateIsToldAndClosesTheGateUntilItIsRenewed() throws Exception {
    var end = Instant.now().plusSeconds(3);
    authority.renew(certificates, end);
    await().atMost(PATIENCE).until(() -> ready().body().contains("certificate has expired at"));
    registration.applyForNewConnections();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThatThrownBy(() -> somebody.resource(shop()).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("hold.drawbridge.dev")
                .hasMessageContaining("certificate has expired"));
    assertThat(somebody.apps().deployments().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(somebody.resource(unlabelled()).dryRun().create()).isNotNull();
    assertThat(ready().statusCode()).isEqualTo(200);
    assertThat(ready().body())
        .startsWith("ok\n")
        .contains(EXPIRED)
        .contains("no labelled Deployment can be written until " + certificates + " is renewed");
    assertThat(Looks.at(operator.port()).value(SECONDS_LEFT)).isNegative();
    // Probes ask all the time, and whoever asks has the folder looked at.
    await().atMost(PATIENCE).until(() -> ready().statusCode() == 200 && timesInLog(EXPIRED) > 0);

    awaitPresented(authority.renew(certificates, inAMonth));

    await().atMost(PATIENCE).ignoreExceptions().until(this::isHeld);
    assertThat(timesInLog(EXPIRED)).isEqualTo(1);
    assertThat(ready().body()).isEqualTo("ok\n");
    assertThat(Looks.at(operator.port()).value(SECONDS_LEFT)).isPositive();
  }

  /** Whoever has renewed the Secret learns that it was in vain while there is still time. */
  @Test
  void renewedCertificateThatCannotBeUsedIsToldAndTheFormerOneServes() throws Exception {
    awaitPresented(authority.renew(certificates, inAMonth));
    Files.writeString(certificates.resolve("tls.crt"), "none");

    await()
        .atMost(PATIENCE)
        .until(() -> ready().body().contains("because the new one cannot be used"));
    assertThat(ready().statusCode()).isEqualTo(200);
    assertThat(isHeld()).isTrue();

    awaitPresented(authority.renew(certificates, inAMonth));
    await().atMost(PATIENCE).until(() -> !ready().body().contains("cannot be used"));
  }

  private long timesInLog(String words) {
    return operator.log().lines().filter(line -> line.contains(words)).count();
  }

  private void awaitPresented(X509Certificate renewed) {
    // That of before may have ended meanwhile.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> presented().equals(renewed.getSerialNumber()));
  }

  private BigInteger presented() throws IOException {
    try (var socket = authority.trusted().getSocketFactory().createSocket("localhost", port)) {
      var secured = (SSLSocket) socket;
      secured.startHandshake();
      return ((X509Certificate) secured.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private HttpResponse<String> ready() throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/ready".formatted(operator.port()));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  private boolean isHeld() {
    return Boolean.TRUE.equals(somebody.resource(shop()).dryRun().create().getSpec().getPaused());
  }

  private Deployment shop() {
    return new DeploymentBuilder(unlabelled())
        .editMetadata()
        .withLabels(Map.of(Markers.MIGRATION_LABEL, "orders"))
        .endMetadata()
        .build();
  }

  private Deployment unlabelled() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("shop")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels("app", "shop")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "shop")
        .addToAnnotations("drawbridge.dev/schema", "7")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("shop")
        .withImage("shop:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
