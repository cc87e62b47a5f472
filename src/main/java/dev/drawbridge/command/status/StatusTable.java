package dev.drawbridge.command.status;

import dev.drawbridge.command.terminal.Span;
import dev.drawbridge.command.terminal.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Migrations for people, a line each; what is waited for comes last, as it may be long. */
final class StatusTable {

  private static final int LONGEST_WORDS = 90;
  private static final String NONE = "-";

  private StatusTable() {}

  static String of(List<Line> lines, boolean hasNamespaces, Instant now) {
    var table =
        new Table(
            cells(
                hasNamespaces,
                "NAMESPACE",
                List.of("NAME", "PHASE", "SCHEMA", "GATES", "SINCE", "AGE", "WAITS FOR")));
    lines.forEach(line -> table.row(cells(hasNamespaces, line.namespace(), cells(line, now))));
    return table.text();
  }

  private static List<String> cells(boolean hasNamespaces, String namespace, List<String> others) {
    var cells = new ArrayList<>(others);
    if (hasNamespaces) {
      cells.addFirst(namespace);
    }
    return cells;
  }

  private static List<String> cells(Line line, Instant now) {
    return List.of(
        line.name(),
        Objects.requireNonNullElse(line.phase(), NONE),
        Objects.requireNonNullElse(line.schema(), NONE),
        gates(line),
        span(line.since(), now),
        span(line.created(), now),
        clipped(Objects.requireNonNullElse(line.waitsFor(), "")));
  }

  /** Only what there is: most have none but released ones. */
  private static String gates(Line line) {
    var words = new ArrayList<String>();
    add(words, line.held(), "held");
    add(words, line.leaking(), "LEAKING");
    add(words, line.opened(), "opened by hand");
    add(words, line.released(), "released");
    return words.isEmpty() ? NONE : String.join(", ", words);
  }

  private static void add(List<String> words, int number, String what) {
    if (number > 0) {
      words.add(number + " " + what);
    }
  }

  private static String span(@Nullable Instant then, Instant now) {
    return then == null ? NONE : Span.words(then, now);
  }

  private static String clipped(String words) {
    var line = words.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS - 1) + "…";
  }
}
