package dev.drawbridge.runner.process;

/** Shortens text to what fits, counted as JSON in UTF-8, without breaking a character. */
public final class Clip {

  /** How long the message of an end may be: there is room for it whatever else is told. */
  static final int MESSAGE_BYTES = 640;

  /** However much there is to say about them, others' words are not cut shorter. */
  private static final int LEAST_BYTES = 80;

  private static final int MOST_BYTES = 240;
  private static final String MARK = "…";
  private static final int MARK_BYTES = 3;

  private Clip() {}

  /** Others' {@code words}, as long as a message has room for them beside {@code ours}. */
  public static String beside(String words, String ours) {
    return toBytes(words, Math.clamp(MESSAGE_BYTES - size(ours), LEAST_BYTES, MOST_BYTES));
  }

  /** {@code text} in at most {@code bytes} bytes of JSON; what was cut is marked. */
  public static String toBytes(String text, int bytes) {
    if (size(text) <= bytes) {
      return text;
    }
    var left = bytes - MARK_BYTES;
    var end = 0;
    while (end < text.length() && sizeOf(text.codePointAt(end)) <= left) {
      left -= sizeOf(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return left < 0 ? "" : text.substring(0, end) + MARK;
  }

  /** {@code text} in at most {@code characters} characters; what was cut is marked. */
  public static String toCharacters(String text, int characters) {
    if (text.codePointCount(0, text.length()) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters - 1)) + MARK;
  }

  /** How many bytes {@code text} takes within a JSON string. */
  static int size(String text) {
    return text.codePoints().map(Clip::sizeOf).sum();
  }

  private static int sizeOf(int character) {
    return switch (character) {
      case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
      default -> {
        if (character < 0x20) {
          yield 6;
        }
        yield character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      }
    };
  }
}
