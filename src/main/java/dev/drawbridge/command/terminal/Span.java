package dev.drawbridge.command.terminal;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as kubectl tells ages: in its largest unit. */
public final class Span {

  private static final long FEW = 2;

  private Span() {}

  /** From {@code then} to {@code now}. What a clock has set back counts as none. */
  public static String words(Instant then, Instant now) {
    var span = Duration.between(then, now);
    if (span.isNegative()) {
      return "0s";
    }
    if (span.toDays() >= FEW) {
      return span.toDays() + "d";
    }
    if (span.toHours() >= FEW) {
      return span.toHours() + "h";
    }
    return span.toMinutes() >= FEW ? span.toMinutes() + "m" : span.toSeconds() + "s";
  }
}
