package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClipTest {

  @Test
  void shortTextIsLeftAlone() {
    assertThat(Clip.toBytes("fine", 4)).isEqualTo("fine");
    assertThat(Clip.toCharacters("😀😀", 2)).isEqualTo("😀😀");
  }

  @Test
  void whatIsCutIsMarkedAndNoCharacterIsBroken() {
    assertThat(Clip.toBytes("abcdefgh", 7)).isEqualTo("abcd…");
    assertThat(Clip.toBytes("a😀😀😀", 12)).isEqualTo("a😀😀…");
    assertThat(Clip.toBytes("a😀😀😀", 11)).isEqualTo("a😀…");
    assertThat(Clip.toBytes("\"\"\"\"", 7)).isEqualTo("\"\"…");
    assertThat(Clip.toBytes("abcdef", 2)).isEmpty();
    assertThat(Clip.toCharacters("😀😀😀", 2)).isEqualTo("😀…");
  }

  @Test
  void anyTextFitsAfterClipping() throws Exception {
    var random = new Random(7);
    var json = new com.fasterxml.jackson.databind.json.JsonMapper();
    for (var round = 0; round < 2000; round++) {
      var text =
          random
              .ints(random.nextInt(60), 0, 0x11_0000)
              .map(letter -> random.nextBoolean() ? letter % 0x80 : letter)
              .filter(letter -> letter < 0xD800 || letter > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      var limit = 3 + random.nextInt(100);
      var clipped = Clip.toBytes(text, limit);
      assertThat(json.writeValueAsString(clipped).getBytes(StandardCharsets.UTF_8).length - 2)
          .isLessThanOrEqualTo(limit);
      assertThat(text).startsWith(clipped.equals(text) ? text : clipped.replaceAll("…$", ""));
    }
  }
}
