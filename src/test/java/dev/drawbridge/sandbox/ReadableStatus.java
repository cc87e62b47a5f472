package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An object's fields as kubectl describe words them, with one difference: an element of a list is
 * one line.
 */
final class ReadableStatus {

  /** Of an instant, the time of day is enough here. */
  private static final String TIME = "^[0-9-]{10}T([0-9:]{8}([.][0-9]{3})?)[0-9]*Z$";

  private final List<String> lines = new ArrayList<>();

  private ReadableStatus() {}

  static List<String> of(JsonNode object, int indent) {
    var readable = new ReadableStatus();
    readable.fields(object, " ".repeat(indent));
    return readable.lines;
  }

  private void fields(JsonNode object, String indent) {
    var width =
        object.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0) + 5;
    for (var field : object.properties()) {
      var name = words(field.getKey()) + ":";
      var value = field.getValue();
      if (value.isObject()) {
        lines.add(indent + name);
        fields(value, indent + "  ");
      } else if (value.isArray() && value.path(0).isObject()) {
        lines.add(indent + name);
        rows(value, indent + "  ");
      } else {
        text(indent + padded(name, width), value);
      }
    }
  }

  /** The lines of a text stand below each other. */
  private void text(String start, JsonNode value) {
    var further = " ".repeat(start.length());
    var begin = start;
    for (var line : text(value).split("\n", -1)) {
      lines.add(begin + line);
      begin = further;
    }
  }

  private void rows(JsonNode list, String indent) {
    var columns = new ArrayList<String>();
    var widths = new HashMap<String, Integer>();
    for (var row : list) {
      var place = 0;
      for (var field : row.properties()) {
        var known = columns.indexOf(field.getKey());
        // A field that other rows do not have stands where this row has it.
        place = known < 0 ? place : known;
        if (known < 0) {
          columns.add(place, field.getKey());
        }
        place++;
        widths.merge(field.getKey(), oneLine(field.getValue()).length(), Math::max);
      }
    }
    for (var row : list) {
      lines.add(indent + row(row, columns, widths));
    }
  }

  private static String row(JsonNode row, List<String> columns, Map<String, Integer> widths) {
    return columns.stream()
        .map(name -> padded(oneLine(row.path(name)), widths.getOrDefault(name, 0)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "))
        : value.asText().replaceFirst(TIME, "$1");
  }

  private static String oneLine(JsonNode value) {
    return text(value).replaceAll("\\s*\n\\s*", " ");
  }

  /** {@code observedGeneration} is Observed Generation. */
  private static String words(String field) {
    var spaced = field.replaceAll("([a-z0-9])([A-Z])", "$1 $2");
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }
}
