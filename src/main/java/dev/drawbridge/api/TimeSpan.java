package dev.drawbridge.api;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads durations as Kubernetes users write them: {@code 500ms}, {@code 5s}, {@code 10m}, {@code
 * 1h30m}.
 */
final class TimeSpan {

  /** At least one number with a unit. */
  static final String PATTERN = "^([0-9]{1,9}(ms|s|m|h))+$";

  /** The same for the API server. */
  static final String RULE = "self.matches('" + PATTERN + "')";

  static final String RULE_MESSAGE =
      "write a duration as numbers with units, such as 500ms, 5s, 10m or 1h30m";

  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms",
          ChronoUnit.MILLIS,
          "s",
          ChronoUnit.SECONDS,
          "m",
          ChronoUnit.MINUTES,
          "h",
          ChronoUnit.HOURS);

  private TimeSpan() {}

  /**
   * The duration that {@code text} says, or {@code otherwise} if it is null.
   *
   * @throws IllegalArgumentException if the text is not of the pattern; the API server has refused
   *     such text before
   */
  static Duration parse(@Nullable String text, Duration otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("not a duration such as 5s or 1h30m: " + text);
    }
    return PART.matcher(text)
        .results()
        .map(part -> Duration.of(Long.parseLong(part.group(1)), UNITS.get(part.group(2))))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
