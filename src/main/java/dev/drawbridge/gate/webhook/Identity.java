package dev.drawbridge.gate.webhook;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who the server is: its certificate with those above it, and the key that belongs to it. */
record Identity(PrivateKey key, List<X509Certificate> chain) {

  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both from PEM.
   *
   * @throws GeneralSecurityException with a sentence if they cannot be used together
   */
  static Identity of(String certificates, String key) throws GeneralSecurityException {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    var identity = new Identity(PrivateKeyPem.read(key, chain.getFirst().getPublicKey()), chain);
    identity.requireThatTheyBelongTogether();
    return identity;
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  PublicKey publicKey() {
    return certificate().getPublicKey();
  }

  /** While a Secret is renewed, the certificate may be read before and the key after. */
  private void requireThatTheyBelongTogether() throws GeneralSecurityException {
    var text = certificate().getTBSCertificate();
    var signing = signature();
    signing.initSign(key);
    signing.update(text);
    var signed = signing.sign();
    var checking = signature();
    checking.initVerify(publicKey());
    checking.update(text);
    if (!checking.verify(signed)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(
        switch (publicKey().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          case String other ->
              throw new GeneralSecurityException(
                  "its key is of the kind %s; use RSA, ECDSA or Ed25519".formatted(other));
        });
  }
}
