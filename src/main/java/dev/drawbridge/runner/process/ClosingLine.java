package dev.drawbridge.runner.process;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The last line of the report. It is never longer than 1 KiB: its texts are cut until it fits. */
final class ClosingLine {

  static final int BYTES = 1024;
  private static final int LONGEST_TEXT = 480;

  private ClosingLine() {}

  /** {@code event} with texts that are short enough. */
  static RunEvent fit(RunEvent event) {
    for (var longest = LONGEST_TEXT; ; longest = longest * 4 / 5) {
      var shorter = withTexts(event, longest);
      var line = RunLog.line(shorter);
      if (line.getBytes(StandardCharsets.UTF_8).length < BYTES || longest < 8) {
        return shorter;
      }
    }
  }

  /** The message may be twice as long as any other text: it is what people read. */
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
        event.applied(),
        new Closing(
            closing.outcome(),
            closing.reason(),
            Clip.toBytes(closing.message(), longest),
            clip(closing.from(), longest / 4),
            clip(closing.to(), longest / 4),
            closing.applied(),
            closing.checks(),
            failure(closing.failure(), longest / 2),
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
