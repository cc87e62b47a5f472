package dev.drawbridge.runner.script;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code ${name}} in scripts. */
public final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  /** Their names are the same in capitals and small letters, as Flyway takes them. */
  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** A placeholder as it is written, and its line. */
  public record Unknown(String text, int line) {}

  public Placeholders(Map<String, String> values) {
    this.values.putAll(values);
  }

  /** The first placeholder of {@code text} that has no value. */
  public Optional<Unknown> unknown(String text) {
    var found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      var name = found.group(1);
      if (!name.startsWith("flyway:") && !values.containsKey(name)) {
        var before = text.substring(0, found.start());
        var line = 1 + (int) before.chars().filter(letter -> letter == '\n').count();
        return Optional.of(new Unknown(found.group(), line));
      }
    }
    return Optional.empty();
  }

  /** {@code text} with values for those that have one. */
  public String fill(String text) {
    return text.contains("${")
        ? PLACEHOLDER
            .matcher(text)
            .replaceAll(found ->
                Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())))
        : text;
  }
}
