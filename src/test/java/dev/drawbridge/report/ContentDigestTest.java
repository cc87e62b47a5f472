package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentDigestTest {

  @Test
  void orderOfEntriesDoesNotMatter() {
    var other = new LinkedHashMap<String, byte[]>();
    other.put("b", bytes("2"));
    other.put("a", bytes("1"));

    assertThat(ContentDigest.of(other))
        .isEqualTo(ContentDigest.of(Map.of("a", bytes("1"), "b", bytes("2"))))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void whereANameEndsAndItsContentBeginsMatters() {
    assertThat(ContentDigest.of(Map.of("ab", bytes("c"))))
        .isNotEqualTo(ContentDigest.of(Map.of("a", bytes("bc"))));
    assertThat(ContentDigest.ofTexts("ab", "")).isNotEqualTo(ContentDigest.ofTexts("a", "b"));
  }

  @Test
  void emptyFileIsNotNoFile() {
    assertThat(ContentDigest.of(Map.of("a", bytes("")))).isNotEqualTo(ContentDigest.of(Map.of()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
