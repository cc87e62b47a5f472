package dev.drawbridge.gate.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reviews that are broken by chance, the same for the same seed: in their values, or in their
 * bytes.
 */
final class Mutations {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** A broken copy of {@code review}. */
  byte[] of(ObjectNode review) {
    var copy = review.deepCopy();
    for (var count = random.nextInt(4); count > 0; count--) {
      breakValue(copy);
    }
    var bytes = copy.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? brokenBytes(bytes) : bytes;
  }

  private void breakValue(ObjectNode review) {
    var containers = new ArrayList<JsonNode>();
    collect(review, containers);
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object when !object.isEmpty() -> breakMember(object);
      case ArrayNode array when !array.isEmpty() ->
          array.set(random.nextInt(array.size()), value());
      default -> review.set("more", value());
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
    }
    node.forEach(child -> collect(child, containers));
  }

  private void breakMember(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(text(), value());
      case 2 -> object.set(name, object.get(names.get(random.nextInt(names.size()))).deepCopy());
      default -> object.set(name, value());
    }
  }

  private JsonNode value() {
    return switch (random.nextInt(10)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextDouble() * 1e300);
      case 4 -> NODES.objectNode();
      case 5 -> NODES.arrayNode();
      case 6 -> NODES.arrayNode().addNull().add(text()).add(7);
      case 7 -> NODES.objectNode().put("apiVersion", "v1").put("kind", "Pod");
      case 8 -> NODES.objectNode().put(text(), text());
      default -> NODES.textNode(text());
    };
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "drawbridge.dev/held";
      case 2 -> "a/b~c";
      case 3 -> "\u0000\uD800\n";
      case 4 -> "x".repeat(random.nextInt(5_000));
      default -> Integer.toString(random.nextInt());
    };
  }

  private byte[] brokenBytes(byte[] bytes) {
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flipped(bytes);
      default -> doubled(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    for (var count = 1 + random.nextInt(5); count > 0; count--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private byte[] doubled(byte[] bytes) {
    var end = random.nextInt(bytes.length);
    var more = Arrays.copyOf(bytes, bytes.length + end);
    System.arraycopy(bytes, 0, more, bytes.length, end);
    return more;
  }
}
