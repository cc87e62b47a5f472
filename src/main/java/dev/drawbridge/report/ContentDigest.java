package dev.drawbridge.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of a set of named contents. The operator computes it of what it has seen, the runner
 * of what is mounted; if they differ, nothing is run.
 */
public final class ContentDigest {

  private final MessageDigest digest;

  private ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * SHA-256, in hexadecimal, over the entries in the order of their names, each name and content
   * with its length.
   */
  public static String of(Map<String, byte[]> contents) {
    var sum = new ContentDigest();
    new TreeMap<>(contents)
        .forEach((name, content) -> {
          sum.add(name.getBytes(StandardCharsets.UTF_8));
          sum.add(content);
        });
    return HexFormat.of().formatHex(sum.digest.digest());
  }

  /** SHA-256, in hexadecimal, over texts in their order, each with its length. */
  public static String ofTexts(String... texts) {
    var sum = new ContentDigest();
    for (var text : texts) {
      sum.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sum.digest.digest());
  }

  private void add(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
