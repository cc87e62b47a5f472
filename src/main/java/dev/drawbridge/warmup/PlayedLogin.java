package dev.drawbridge.warmup;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's half of a login by a password, in the way that is usual for PostgreSQL: SCRAM. Much
 * of the JDK takes part in it that nothing else in a run uses. The client is believed; it looks
 * itself whether the server knows the password.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802">RFC 5802</a>
 */
final class PlayedLogin {

  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final String SALT = "cmVoZWFyc2FsLXNhbHQ=";

  /** The server's own default. */
  private static final int ITERATIONS = 4096;

  private static final int REQUEST = 10;
  private static final int CONTINUE = 11;
  private static final int FINAL = 12;

  private final Questions client;
  private final DataOutputStream out;

  PlayedLogin(Questions client, OutputStream out) {
    this.client = client;
    this.out = new DataOutputStream(out);
  }

  /** Ends when the client may be told that it is in. */
  void play(String password) throws IOException {
    send(REQUEST, MECHANISM + "\0\0");
    var initial = client.loginMessage();
    // It names a nonce, and what comes before the comma pair is about the channel.
    var first = initial.substring(initial.indexOf(",,") + 2);
    var challenge = first.substring(first.indexOf("r=")) + "played,s=" + SALT + ",i=" + ITERATIONS;
    send(CONTINUE, challenge);
    var last = client.loginMessage();
    var withoutProof = last.substring(0, last.indexOf(",p="));
    send(FINAL, "v=" + signature(password, first + "," + challenge + "," + withoutProof));
  }

  private void send(int kind, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte('R');
    out.writeInt(2 * Integer.BYTES + body.length);
    out.writeInt(kind);
    out.write(body);
    out.flush();
  }

  private static String signature(String password, String exchange) {
    try {
      var salt = Base64.getDecoder().decode(SALT);
      var key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
              .getEncoded();
      return Base64.getEncoder().encodeToString(hmac(hmac(key, "Server Key"), exchange));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a JDK without SCRAM's algorithms", impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
