package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate is renewed under the running webhook. */
class CertificateWebhookIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private Served served;

  @BeforeEach
  void serve() {
    served = Served.start();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void newConnectionsGetTheNewCertificate() {
    var renewed = served.authority().renew(served.folder());

    await().atMost(PATIENCE).until(() -> presented().equals(renewed.getSerialNumber()));
  }

  @Test
  void connectionsThatAreThereGoOn() throws Exception {
    try (var connection = Connection.secured(served)) {
      assertThat(answered(connection)).startsWith("HTTP/1.1 404");
      var renewed = served.authority().renew(served.folder());
      await().atMost(PATIENCE).until(() -> presented().equals(renewed.getSerialNumber()));

      assertThat(answered(connection)).startsWith("HTTP/1.1 404");
    }
  }

  private static String answered(Connection connection) throws IOException {
    return connection.send("GET / HTTP/1.1\r\nHost: webhook\r\n\r\n").some();
  }

  @Test
  void keyThatDoesNotBelongToTheCertificateLeavesTheFormerOneInPlace() throws Exception {
    var former = presented();
    Files.writeString(
        served.folder().resolve("tls.key"), Authority.pem(Authority.keys("EC", 256).getPrivate()));

    await().during(A_WHILE).atMost(PATIENCE).until(() -> presented().equals(former));

    var renewed = served.authority().renew(served.folder());
    await().atMost(PATIENCE).until(() -> presented().equals(renewed.getSerialNumber()));
  }

  @Test
  void absentFilesLeaveTheFormerOneInPlace() throws Exception {
    var former = presented();
    Files.delete(served.folder().resolve("tls.crt"));

    await().during(A_WHILE).atMost(PATIENCE).until(() -> presented().equals(former));
  }

  @Test
  void webhookDoesNotStartWithoutACertificate(@TempDir Path empty) {
    assertThatThrownBy(() ->
            Webhook.start(
                0,
                empty,
                Served.JUDGES,
                (user, namespace, name) -> false,
                Clock.systemUTC(),
                (verdict, took) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "the webhook has no certificate to serve with", "tls.crt", empty.toString());
  }

  private BigInteger presented() throws IOException {
    try (var socket =
        served.authority().trusted().getSocketFactory().createSocket("localhost", served.port())) {
      var secured = (SSLSocket) socket;
      secured.startHandshake();
      return ((X509Certificate) secured.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }
}
