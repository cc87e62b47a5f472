package dev.drawbridge.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/**
 * One object among several in a text.
 *
 * @param text its YAML
 */
record Document(String text) {

  private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

  String kind() {
    return at("/kind");
  }

  String name() {
    return at("/metadata/name");
  }

  /** Empty if it is in none. */
  String namespace() {
    return at("/metadata/namespace");
  }

  private String at(String pointer) {
    return tree().at(pointer).asText("");
  }

  private JsonNode tree() {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
