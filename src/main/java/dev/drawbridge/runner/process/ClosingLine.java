package dev.drawbridge.runner.process;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The last line of the report. It takes its part of the report and no more: its texts are cut until
 * it fits, the message last.
 */
final class ClosingLine {

  private static final int LEAST_BYTES = 1024;
  private static final int MOST_BYTES = 1536;
  private static final int LONGEST_TEXT = 240;

  private ClosingLine() {}

  /** How long it may be in a report of at most {@code budget} bytes. */
  static int bytes(int budget) {
    return Math.clamp(budget * 3L / 8, LEAST_BYTES, MOST_BYTES);
  }

  /** {@code event} with texts that are short enough for a report of {@code budget} bytes. */
  static RunEvent fit(RunEvent event, int budget) {
    for (var longest = LONGEST_TEXT; ; longest = longest * 4 / 5) {
      var shorter = withTexts(event, longest);
      var line = RunLog.line(shorter);
      if (line.getBytes(StandardCharsets.UTF_8).length < bytes(budget) || longest < 8) {
        return shorter;
      }
    }
  }

  /** The message is what people read: it keeps its length while the other texts are cut. */
  private static RunEvent withTexts(RunEvent event, int longest) {
    var closing = event.closing();
    if (closing == null) {
      return event;
    }
    return new RunEvent(
        event.version(),
        event.sequence(),
        event.at(),
        event.phase(),
        event.step(),
        event.state(),
        event.subject(),
        event.message(),
        event.millis(),
        event.assertion(),
        event.applied(),
        event.plan(),
        event.backup(),
        new Closing(
            closing.outcome(),
            closing.reason(),
            Clip.toBytes(closing.message(), Math.min(Clip.MESSAGE_BYTES, longest * 10)),
            clip(closing.from(), longest / 2),
            clip(closing.to(), longest / 2),
            closing.applied(),
            closing.checks(),
            failure(closing.failure(), longest),
            closing.database()));
  }

  private static Closing.@Nullable Failure failure(Closing.@Nullable Failure failure, int longest) {
    if (failure == null) {
      return null;
    }
    return new Closing.Failure(
        clip(failure.script(), longest),
        failure.line(),
        failure.sqlState(),
        clip(failure.statement(), longest),
        clip(failure.hint(), longest));
  }

  private static @Nullable String clip(@Nullable String text, int bytes) {
    return text == null ? null : Clip.toBytes(text, bytes);
  }
}
