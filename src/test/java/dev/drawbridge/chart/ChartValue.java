package dev.drawbridge.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A value of the chart, as {@code values.yaml} has it: each stands on one line, below its comment.
 *
 * @param path its names, joined by dots
 * @param otherwise what it is if nobody sets it
 * @param comment what it is for
 */
public record ChartValue(String path, String otherwise, String comment) {

  private static final Path FILE = Path.of("helm/drawbridge/values.yaml");
  private static final Pattern LINE = Pattern.compile("( *)(\\w+):(?: (.+))?");

  /** All of them, in their order. */
  public static List<ChartValue> all() {
    var found = new ArrayList<ChartValue>();
    var names = new ArrayList<String>();
    var comment = "";
    for (var line : lines()) {
      if (line.strip().startsWith("#")) {
        comment = line.strip().substring(1).strip();
        continue;
      }
      var matcher = LINE.matcher(line);
      if (matcher.matches()) {
        names.subList(matcher.group(1).length() / 2, names.size()).clear();
        names.add(matcher.group(2));
        if (matcher.group(3) != null) {
          found.add(new ChartValue(String.join(".", names), matcher.group(3), comment));
        }
      }
      comment = "";
    }
    return List.copyOf(found);
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
