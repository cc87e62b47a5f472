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

  /**
   * The same, of a run of which other containers have done a part before: what would have changed
   * nothing then comes too late for that now.
   */
  public Ending afterOthers() {
    var late =
        switch (exit) {
          case REFUSED, PREFLIGHT_FAILED -> Exit.MIGRATION_FAILED;
          case UNREACHABLE -> Exit.INTERRUPTED;
          case VERIFIED,
              PLANNED,
              MIGRATION_FAILED,
              VERIFICATION_FAILED,
              INTERRUPTED,
              INTERNAL_ERROR ->
              exit;
        };
    var standing = "The steps before this one are done, and stay so";
    return new Ending(late, reason, message.replace("Nothing was applied", standing), failure);
  }

  /** This end as something that can be thrown through the steps. */
  public EndedException asException() {
    return new EndedException(this);
  }
}
