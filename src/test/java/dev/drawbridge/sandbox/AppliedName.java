package dev.drawbridge.sandbox;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the report of a run calls the scripts that it applies. */
final class AppliedName {

  private static final Pattern VERSIONED = Pattern.compile("V([0-9._]+?)__(.+)\\.sql");
  private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");

  private AppliedName() {}

  /** The names for {@code files} up to {@code target}; what is no script has none. */
  static List<String> of(List<String> files, @Nullable String target) {
    return files.stream()
        .sorted()
        .map(file -> of(file, target))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static String of(String file, @Nullable String target) {
    var versioned = VERSIONED.matcher(file);
    if (versioned.matches()) {
      var version = versioned.group(1).replace('_', '.');
      var isBeyond = target != null && compare(version, target.replace('_', '.')) > 0;
      return isBeyond ? "" : version + " " + versioned.group(2).replace('_', ' ');
    }
    var repeatable = REPEATABLE.matcher(file);
    return repeatable.matches() ? "R " + repeatable.group(1).replace('_', ' ') : "";
  }

  private static int compare(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other), Comparator.naturalOrder());
  }

  private static Long[] numbers(String version) {
    return Arrays.stream(version.replaceAll("([.]0+)+$", "").split("[.]", -1))
        .map(Long::valueOf)
        .toArray(Long[]::new);
  }
}
