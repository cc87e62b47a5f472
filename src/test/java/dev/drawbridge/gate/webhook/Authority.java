package dev.drawbridge.gate.webhook;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates for servers on this machine, as cert-manager or a person with openssl does.
 */
public final class Authority {

  private static final X500Principal NAME = new X500Principal("CN=Test authority");
  private static final Duration DAY = Duration.ofDays(1);

  private final KeyPair keys = keys("EC", 256);
  private final X509Certificate certificate = issue(NAME, keys, true, now().plus(DAY));

  /** A pair of keys. */
  static KeyPair keys(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException unknown) {
      throw new IllegalStateException(unknown);
    }
  }

  /** Writes a certificate that is valid today, and its key, into {@code folder}. */
  public X509Certificate renew(Path folder) {
    return write(folder, keys("EC", 256), now().plus(DAY));
  }

  /** The same with keys of the older kind, which older servers ask for. */
  public X509Certificate renewWithRsa(Path folder) {
    return write(folder, keys("RSA", 2048), now().plus(DAY));
  }

  /** Writes a certificate that was valid until a moment ago. */
  public X509Certificate writeExpired(Path folder) {
    return write(folder, keys("EC", 256), now().minusSeconds(60));
  }

  /** Writes a certificate that is valid until {@code end}, and its key, into {@code folder}. */
  public X509Certificate renew(Path folder, Instant end) {
    return write(folder, keys("EC", 256), end);
  }

  private X509Certificate write(Path folder, KeyPair pair, Instant end) {
    var issued = issue(pair, end);
    try {
      Files.writeString(folder.resolve("tls.crt"), pem(issued));
      Files.writeString(folder.resolve("tls.key"), pem(pair.getPrivate()));
      return issued;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** A certificate for servers on this machine. */
  X509Certificate issue(KeyPair pair, Instant end) {
    return issue(new X500Principal("CN=webhook"), pair, false, end);
  }

  private X509Certificate issue(
      X500Principal subject, KeyPair pair, boolean isAuthority, Instant end) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              new BigInteger(64, new SecureRandom()),
              Date.from((end.isBefore(now()) ? end : now()).minus(DAY.multipliedBy(2))),
              Date.from(end),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (!isAuthority) {
        builder.addExtension(Extension.subjectAlternativeName, false, thisMachine());
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static GeneralNames thisMachine() {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
  }

  /** The authority itself, for a {@code caBundle}. */
  public String pem() {
    return pem(certificate);
  }

  /** A certificate or a key as OpenSSL writes it; keys in the older form of their kind. */
  static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return text.toString();
  }

  /** What a client needs to trust this authority; a new one resumes no session. */
  public SSLContext trusted() {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", certificate);
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Instant now() {
    return Instant.now();
  }
}
