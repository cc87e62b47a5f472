package dev.drawbridge.runner.process;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import org.jspecify.annotations.Nullable;

/** How the run ends: the part of the closing line that is decided where the run ends. */
public record Ending(Exit exit, Reason reason, String message, Closing.@Nullable Failure failure) {

  /** An end that no script and no check is to blame for. */
  public static Ending of(Exit exit, Reason reason, String message) {
    return new Ending(exit, reason, message, null);
  }

  /** The request could not be right, and nothing was applied. */
  public static Ending refused(Reason reason, String message) {
    return of(Exit.REFUSED, reason, message);
  }

  /** The same, because of {@code script}. */
  public static Ending refused(
      Reason reason, String script, @Nullable Integer line, String message) {
    return new Ending(
        Exit.REFUSED, reason, message, new Closing.Failure(script, line, null, null, null));
  }

  /** This end as something that can be thrown through the steps. */
  public EndedException asException() {
    return new EndedException(this);
  }
}
