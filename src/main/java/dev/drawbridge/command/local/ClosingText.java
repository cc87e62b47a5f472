package dev.drawbridge.command.local;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a run, as lines for people: how it ended, and where it failed. */
final class ClosingText {

  private ClosingText() {}

  static List<String> of(Closing closing, Duration since) {
    var lines = new ArrayList<String>();
    var isVerified = closing.outcome() == Exit.VERIFIED;
    lines.add(
        " %s  %-12s %s"
            .formatted(
                EventText.seconds(since),
                isVerified ? "verified" : "failed",
                isVerified ? closing.message() : closing.reason().word()));
    if (!isVerified) {
      lines.add("");
      lines.add(closing.message());
      where(closing.failure(), lines);
    }
    return lines;
  }

  private static void where(Closing.@Nullable Failure failure, List<String> lines) {
    if (failure != null) {
      field("where", place(failure), lines);
      field("SQL state", failure.sqlState(), lines);
      field("statement", failure.statement(), lines);
    }
  }

  private static @Nullable String place(Closing.Failure failure) {
    return failure.line() == null
        ? failure.script()
        : "%s, line %d".formatted(failure.script(), failure.line());
  }

  private static void field(String name, @Nullable String value, List<String> lines) {
    if (value != null) {
      lines.add("  %-10s %s".formatted(name, value.strip().replaceAll("\\s*\\R\\s*", " ")));
    }
  }
}
