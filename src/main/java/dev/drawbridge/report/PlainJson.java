package dev.drawbridge.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as maps, lists and plain values, token by token: where that is enough, binding would
 * take longer to get ready than all else takes. Numbers are integers.
 */
public final class PlainJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser tokens;

  private PlainJson(JsonParser tokens) {
    this.tokens = tokens;
  }

  /**
   * The value of {@code json}: a map from names in their order, a list, a text, an Integer, a
   * Boolean, or null.
   *
   * @throws IllegalArgumentException if it is not JSON, or has other numbers
   */
  public static @Nullable Object read(String json) {
    try (var tokens = FACTORY.createParser(json)) {
      var value = new PlainJson(tokens).value(tokens.nextToken());
      if (tokens.nextToken() != null) {
        throw new IllegalArgumentException("more than one value of JSON");
      }
      return value;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("not JSON as it was expected", unreadable);
    }
  }

  private @Nullable Object value(@Nullable JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> tokens.getText();
      case VALUE_NUMBER_INT -> tokens.getIntValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new IllegalArgumentException("no value, but " + token);
    };
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      var name = tokens.currentName();
      fields.put(name, value(tokens.nextToken()));
    }
    return fields;
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    for (var token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
      values.add(value(token));
    }
    return values;
  }
}
