package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1}               | {\"a\":1}                 | []",
        "{}                      | {\"a\":{\"b\":1}}         | [{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"b\":1}}]",
        "{\"a\":{\"b\":1}}       | {\"a\":{\"b\":1,\"c\":2}} | [{\"op\":\"add\",\"path\":\"/a/c\",\"value\":2}]",
        "{\"a\":{\"b\":1}}       | {\"a\":{}}                | [{\"op\":\"remove\",\"path\":\"/a/b\"}]",
        "{\"a\":[1,2]}           | {\"a\":[1,3]}             | [{\"op\":\"add\",\"path\":\"/a\",\"value\":[1,3]}]",
        "{\"a\":{\"b\":1}}       | {\"a\":null}              | [{\"op\":\"add\",\"path\":\"/a\",\"value\":null}]",
        "{}                      | {\"~1\":1}                | [{\"op\":\"add\",\"path\":\"/~01\",\"value\":1}]",
        "{}                      | {\"x.dev/a\":1}           | [{\"op\":\"add\",\"path\":\"/x.dev~1a\",\"value\":1}]",
      })
  void namesWhatDiffersAndNothingElse(String from, String to, String patch) {
    assertThat(Difference.between(Reviews.json(from), Reviews.json(to)))
        .isEqualTo(Reviews.json(patch));
  }

  @Test
  void makesOneObjectOfTheOther() {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var from = object(random, 4);
      var to = object(random, 4);

      var patch = Difference.between(from, to);

      assertThat(JsonPatch.apply(patch, from)).as("seed %d", seed).isEqualTo(to);
    }
  }

  private static ObjectNode object(Random random, int depth) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var name : new String[] {"a", "b/c", "d~e", ""}) {
      if (random.nextInt(3) > 0) {
        object.set(name, value(random, depth));
      }
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> nodes.numberNode(random.nextInt(3));
      case 1 -> nodes.nullNode();
      case 2 -> nodes.arrayNode().add(random.nextInt(2));
      default -> object(random, depth - 1);
    };
  }
}
