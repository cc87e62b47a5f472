package dev.drawbridge.warmup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL client asks in one session. A question is all that it sends until it waits for
 * an answer.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">formats</a>
 */
final class Questions {

  /** The first question of a session. */
  static final String START = "start";

  private static final int PARSE = 'P';
  private static final int BIND = 'B';
  private static final int SYNC = 'S';
  private static final int SIMPLE_QUERY = 'Q';
  private static final int TERMINATE = 'X';

  private final DataInputStream in;
  private final DataOutputStream copy;
  private final Map<String, String> prepared = new HashMap<>();
  private boolean started;

  /** Reads from {@code in}, and writes what it reads to {@code copy}. */
  Questions(InputStream in, OutputStream copy) {
    this.in = new DataInputStream(in);
    this.copy = new DataOutputStream(copy);
  }

  /**
   * The next question, as the types of its messages and the SQL they name in one line. Nothing if
   * the client has said goodbye.
   */
  Optional<String> next() throws IOException {
    var text = new StringBuilder();
    if (!started) {
      started = true;
      passRest();
      return Optional.of(START);
    }
    var type = 0;
    while (type != SYNC && type != SIMPLE_QUERY) {
      type = in.read();
      if (type < 0 || type == TERMINATE) {
        return Optional.empty();
      }
      copy.write(type);
      text.append((char) type).append(sql(type, passRest()));
    }
    return Optional.of(text.toString());
  }

  /** What the client says while it logs in, where the server has asked for a password. */
  String loginMessage() throws IOException {
    in.readByte();
    return new String(passRest(), StandardCharsets.UTF_8);
  }

  /** A message's length, which counts its own four bytes, and what follows; returns the latter. */
  private byte[] passRest() throws IOException {
    var length = in.readInt();
    var rest = in.readNBytes(length - Integer.BYTES);
    copy.writeInt(length);
    copy.write(rest);
    copy.flush();
    return rest;
  }

  private String sql(int type, byte[] message) {
    var words = new String(message, StandardCharsets.UTF_8).split("\0", 3);
    return switch (type) {
      case SIMPLE_QUERY -> inOneLine(words[0]);
      case PARSE -> {
        prepared.put(words[0], words[1]);
        yield inOneLine(words[1]);
      }
      case BIND -> words[1].isEmpty() ? "" : inOneLine(prepared.get(words[1]));
      default -> "";
    };
  }

  private static String inOneLine(@Nullable String sql) {
    return " " + (sql == null ? "" : sql.strip().replaceAll("\\s+", " ")) + " ";
  }
}
