package dev.drawbridge.command.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.drawbridge.report.UsualSecrets;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The end of what a run has said, and where that is from.
 *
 * @param text without what looks like a secret
 * @param problem why a better source could not be read, as a sentence; null if nothing was wrong
 */
record Logs(String text, Origin origin, @Nullable String problem) {

  /** How much is shown, in bytes. */
  static final int MOST_BYTES = 64 * 1024;

  /** Where logs come from, the best first. */
  enum Origin {
    POD("pod log"),
    STATUS("status.run.logTail"),
    NONE("none");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    @JsonValue
    String words() {
      return words;
    }
  }

  Logs {
    text = end(UsualSecrets.mask(text));
  }

  static Logs none(@Nullable String problem) {
    return new Logs("", Origin.NONE, problem);
  }

  /** Whole lines, if it has several. */
  private static String end(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return text;
    }
    var tail = new String(bytes, bytes.length - MOST_BYTES, MOST_BYTES, StandardCharsets.UTF_8);
    var line = tail.indexOf('\n');
    return line < 0 ? tail : tail.substring(line + 1);
  }
}
