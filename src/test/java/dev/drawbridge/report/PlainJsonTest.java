package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

  private static final JsonMapper JACKSON = new JsonMapper();
  private static final String[] TEXTS = {
    "", "a", "\"quotes\" \\ / \b\f\n\r\t", "é 漢 😀 \u0000 \u001f \u2028", "{[:,]}"
  };

  @Test
  void whatJacksonWritesIsRead() throws Exception {
    var random = new Random(28);
    for (var round = 0; round < 2_000; round++) {
      var value = value(random, 4);
      var mapper =
          random.nextBoolean() ? JACKSON.writer() : JACKSON.writerWithDefaultPrettyPrinter();
      var json = mapper.writeValueAsString(value);

      assertThat(PlainJson.read(json)).as(json).isEqualTo(value);
      assertThat(PlainJson.read(RunnerInput.ascii(json))).isEqualTo(value);
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> TEXTS[random.nextInt(TEXTS.length)];
      case 1 -> random.nextInt(-999_999_999, 1_000_000_000) >> random.nextInt(31);
      case 2 -> random.nextBoolean();
      case 3 -> null;
      case 4 ->
          IntStream.range(0, random.nextInt(4))
              .mapToObj(place -> String.valueOf(value(random, 0)))
              .toList();
      default -> {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (var count = random.nextInt(4); count > 0; count--) {
          fields.put(TEXTS[random.nextInt(TEXTS.length)], value(random, depth - 1));
        }
        yield fields;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":}",
        "\"a",
        "\"\\",
        "\"\\u12\"",
        "\"\\u00zz\"",
        "\"\\x\"",
        "\"a\nb\"",
        "tru",
        "nul",
        "1 2",
        "{} {}",
        "01",
        "-",
        "1.5",
        "1e3",
        "10000000000",
        "NaN",
        "'a'",
        "/**/1",
      })
  void allElseIsRefused(String json) {
    assertThatThrownBy(() -> PlainJson.read(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void depthIsBounded() {
    assertThat(PlainJson.read("[".repeat(100) + "]".repeat(100))).isNotNull();
    assertThatThrownBy(() -> PlainJson.read("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
