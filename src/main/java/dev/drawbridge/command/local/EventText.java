package dev.drawbridge.command.local;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run, as one line in columns. */
public final class EventText {

  private EventText() {}

  /** {@code millis} is how long it took; null if that is not known. */
  public static String of(
      Duration since, String phase, String subject, String message, @Nullable Long millis) {
    var took = millis == null ? "" : "%5d ms".formatted(millis);
    return " %s    %-10s %-26s  %-26s %s"
        .formatted(seconds(since), phase, subject, message, took)
        .stripTrailing();
  }

  /** A time since a beginning. What a clock has set back counts as none. */
  public static String seconds(Duration since) {
    return String.format(Locale.ROOT, "%5.1f s", Math.max(0, since.toMillis()) / 1000.0);
  }
}
