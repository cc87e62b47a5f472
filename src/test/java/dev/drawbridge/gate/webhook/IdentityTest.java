package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

  private static final Authority AUTHORITY = new Authority();
  private static final KeyPair KEYS = Authority.keys("EC", 256);

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 255"})
  void keyIsReadInTheWritingOfToday(String algorithm, int bits) throws Exception {
    var keys = Authority.keys(algorithm, bits);

    var identity = Identity.of(certificate(keys), pkcs8(keys));

    assertThat(identity.key()).isEqualTo(keys.getPrivate());
    assertThat(identity.publicKey()).isEqualTo(keys.getPublic());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, RSA PRIVATE KEY",
    "RSA, 4096, RSA PRIVATE KEY",
    "EC, 256, EC PRIVATE KEY",
    "EC, 384, EC PRIVATE KEY",
    "EC, 521, EC PRIVATE KEY",
  })
  void keyIsReadInTheWritingOfFormerTimes(String algorithm, int bits, String name)
      throws Exception {
    var keys = Authority.keys(algorithm, bits);
    var pem = Authority.pem(keys.getPrivate());
    assertThat(pem).startsWith("-----BEGIN " + name);

    var identity = Identity.of(certificate(keys), pem);

    assertThat(identity.key().getAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void authoritiesAboveTheCertificateAreKept() throws Exception {
    var identity = Identity.of(certificate(KEYS) + AUTHORITY.pem(), pkcs8(KEYS));

    assertThat(identity.chain()).hasSize(2);
    assertThat(identity.publicKey()).isEqualTo(KEYS.getPublic());
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    assertRefused(
        certificate(KEYS),
        pkcs8(Authority.keys("EC", 256)),
        "the key is not that of the certificate");
  }

  @Test
  void keyOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> Identity.of(certificate(KEYS), pkcs8(Authority.keys("RSA", 2048))))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', there is no private key in it",
    "'-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----', it is encrypted",
    "'-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----', there is no private key",
    "'-----BEGIN PRIVATE KEY-----\nM\n-----END PRIVATE KEY-----', the private key in it is broken",
  })
  void whatIsNoKeyIsRefused(String key, String sentence) {
    assertRefused(certificate(KEYS), key, sentence);
  }

  @Test
  void emptyCertificateIsRefused() {
    assertRefused("", pkcs8(KEYS), "there is no certificate in it");
  }

  @Test
  void brokenCertificateIsRefused() {
    var broken = certificate(KEYS).replaceFirst("(?s)-----\n.{8}", "-----\nAAAAAAAA");

    assertThatThrownBy(() -> Identity.of(broken, pkcs8(KEYS)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static void assertRefused(String certificate, String key, String sentence) {
    assertThatThrownBy(() -> Identity.of(certificate, key))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(sentence);
  }

  private static String certificate(KeyPair keys) {
    return Authority.pem(AUTHORITY.issue(keys, Instant.now().plusSeconds(3600)));
  }

  private static String pkcs8(KeyPair keys) {
    var text = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
  }
}
