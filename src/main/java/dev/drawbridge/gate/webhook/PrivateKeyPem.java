package dev.drawbridge.gate.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A private key in PEM, in any of the three writings that tools use: PKCS#8, and the older ones of
 * RSA and EC keys, which are PKCS#8 without its envelope.
 */
final class PrivateKeyPem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([^-]+)-----END \\1PRIVATE KEY");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PrivateKeyPem() {}

  /**
   * Reads the first key in {@code pem}.
   *
   * @param counterpart the public key, which says of what kind the key is
   * @throws GeneralSecurityException if there is none, or it cannot be read
   */
  static PrivateKey read(String pem, PublicKey counterpart) throws GeneralSecurityException {
    var block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException(
          "there is no private key in it, or it is encrypted: use an unencrypted one in PEM");
    }
    try {
      var content = Base64.getMimeDecoder().decode(block.group(2));
      var isInEnvelope = block.group(1).isEmpty();
      return KeyFactory.getInstance(counterpart.getAlgorithm())
          .generatePrivate(
              new PKCS8EncodedKeySpec(isInEnvelope ? content : enveloped(content, counterpart)));
    } catch (IllegalArgumentException | BufferUnderflowException broken) {
      throw new GeneralSecurityException("the private key in it is broken", broken);
    }
  }

  private static byte[] enveloped(byte[] key, PublicKey counterpart) {
    return element(SEQUENCE, VERSION_0, algorithm(counterpart), element(OCTETS, key));
  }

  /** The algorithm with its curve is written in the public key just as in the private one. */
  private static byte[] algorithm(PublicKey counterpart) {
    var encoded = ByteBuffer.wrap(counterpart.getEncoded());
    contentLength(encoded);
    var start = encoded.position();
    var end = contentLength(encoded.slice()) + headerLength(encoded.slice());
    var algorithm = new byte[end];
    encoded.get(start, algorithm);
    return algorithm;
  }

  private static int headerLength(ByteBuffer element) {
    contentLength(element);
    return element.position();
  }

  /** Leaves the buffer at the content. */
  private static int contentLength(ByteBuffer element) {
    element.get();
    var first = element.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    var length = 0;
    for (var rest = first & 0x7f; rest > 0; rest--) {
      length = (length << 8) | (element.get() & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    // Two bytes of length are enough for keys, and allowed here even where one would do.
    element.writeBytes(
        new byte[] {(byte) 0x82, (byte) (content.size() >> 8), (byte) content.size()});
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
