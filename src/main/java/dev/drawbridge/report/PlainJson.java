package dev.drawbridge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as maps, lists and plain values. It is for what a program has written for another,
 * where the start of a parser for all cases would take longer than all else: numbers are integers.
 */
public final class PlainJson {

  private static final int DEEPEST = 100;

  private final String json;
  private int place;
  private int depth;

  private PlainJson(String json) {
    this.json = json;
  }

  /**
   * The value of {@code json}: a map from names in their order, a list, a text, an Integer, a
   * Boolean, or null.
   *
   * @throws IllegalArgumentException if it is not JSON, or has other numbers
   */
  public static @Nullable Object read(String json) {
    var reader = new PlainJson(json);
    var value = reader.value();
    if (reader.next() != 0) {
      throw reader.unexpected();
    }
    return value;
  }

  private @Nullable Object value() {
    return switch (next()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> text();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  /** The next letter that is not a space; 0 at the end. */
  private char next() {
    while (place < json.length() && " \t\r\n".indexOf(json.charAt(place)) >= 0) {
      place++;
    }
    return place < json.length() ? json.charAt(place) : 0;
  }

  private void pass(char letter) {
    if (next() != letter) {
      throw unexpected();
    }
    place++;
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    begin();
    while (next() != '}') {
      if (!fields.isEmpty()) {
        pass(',');
        next();
      }
      var name = text();
      pass(':');
      if (fields.containsKey(name)) {
        throw unexpected();
      }
      fields.put(name, value());
    }
    end();
    return fields;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> values = new ArrayList<>();
    begin();
    while (next() != ']') {
      if (!values.isEmpty()) {
        pass(',');
      }
      values.add(value());
    }
    end();
    return values;
  }

  private void begin() {
    place++;
    if (++depth > DEEPEST) {
      throw unexpected();
    }
  }

  private void end() {
    place++;
    depth--;
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!json.startsWith(word, place)) {
      throw unexpected();
    }
    place += word.length();
    return meaning;
  }

  /** Longer ones, fractions and leading zeros are left to others. */
  private Integer number() {
    var start = place;
    while (place < json.length() && "-+.eE0123456789".indexOf(json.charAt(place)) >= 0) {
      place++;
    }
    var digits = json.substring(start, place);
    if (!digits.matches("-?(0|[1-9][0-9]{0,8})")) {
      throw unexpected();
    }
    return Integer.valueOf(digits);
  }

  private String text() {
    pass('"');
    var text = new StringBuilder();
    while (place < json.length() && json.charAt(place) != '"') {
      var letter = json.charAt(place++);
      if (letter < ' ') {
        throw unexpected();
      }
      text.append(letter == '\\' ? escaped() : letter);
    }
    pass('"');
    return text.toString();
  }

  private char escaped() {
    if (place >= json.length()) {
      throw unexpected();
    }
    var letter = json.charAt(place++);
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> byNumber();
      default -> throw unexpected();
    };
  }

  private char byNumber() {
    var letter = 0;
    for (var end = place + 4; place < end; place++) {
      var digit = place < json.length() ? Character.digit(json.charAt(place), 16) : -1;
      if (digit < 0) {
        throw unexpected();
      }
      letter = letter * 16 + digit;
    }
    return (char) letter;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON as it was expected, at character " + place);
  }
}
