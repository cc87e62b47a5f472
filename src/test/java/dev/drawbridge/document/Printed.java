package dev.drawbridge.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a page shows of an output, compared with what was printed: each line in its order. Lines may
 * be left out; ids, times and the widths of columns are another's each time.
 */
final class Printed {

  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?");
  private static final Pattern RUN = Pattern.compile("\\b(?=[a-f]*\\d)[0-9a-f]{8}\\b");
  private static final Pattern SPAN =
      Pattern.compile("\\b\\d+(\\.\\d+)? ?(ms|s|m|h|d)(\\d+s)?\\b|<unknown>|<invalid>");
  private static final String LEFT_OUT = "…";

  private Printed() {}

  /** The lines that are shown and were not printed at their place. */
  static List<String> missing(List<String> shown, String printed) {
    var lines = printed.lines().map(Printed::essence).toList();
    var missing = new ArrayList<String>();
    var from = 0;
    for (var line : shown) {
      var wanted = essence(line);
      var at = lines.subList(from, lines.size()).indexOf(wanted);
      if (at >= 0) {
        from += at + 1;
      } else if (!wanted.isEmpty() && !wanted.equals(LEFT_OUT)) {
        missing.add(line);
      }
    }
    return missing;
  }

  private static String essence(String line) {
    var text = INSTANT.matcher(line).replaceAll("INSTANT");
    text = RUN.matcher(text).replaceAll("RUN");
    return SPAN.matcher(text).replaceAll("SPAN").replaceAll("\\s+", " ").strip();
  }
}
