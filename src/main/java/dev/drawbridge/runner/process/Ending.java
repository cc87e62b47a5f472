package dev.drawbridge.runner.process;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import org.jspecify.annotations.Nullable;

/** How the run ends: the part of the closing line that is decided where the run ends. */
public record Ending(
    Exit exit, Reason reason, Sentences sentences, Closing.@Nullable Failure failure) {

  /** An end that no script and no check is to blame for, and whose message says all. */
  public static Ending of(Exit exit, Reason reason, String message) {
    return of(exit, reason, new Sentences(message, Standing.NOT_TOLD, ""));
  }

  /** An end that no script and no check is to blame for. */
  public static Ending of(Exit exit, Reason reason, Sentences sentences) {
    return new Ending(exit, reason, sentences, null);
  }

  /** The request could not be right, and nothing was applied. */
  public static Ending refused(Reason reason, String what) {
    return refused(reason, what, "");
  }

  /** The same, with {@code advice} to follow. */
  public static Ending refused(Reason reason, String what, String advice) {
    return of(Exit.REFUSED, reason, untouched(what, advice));
  }

  /** The same, because of {@code script}. */
  public static Ending refused(
      Reason reason, String script, @Nullable Integer line, String what, String advice) {
    return new Ending(
        Exit.REFUSED,
        reason,
        untouched(what, advice),
        new Closing.Failure(script, line, null, null, null));
  }

  private static Sentences untouched(String what, String advice) {
    return new Sentences(what, Standing.NOTHING_APPLIED, advice);
  }

  /** What happened, how things stand, and what to do. */
  public String message() {
    return sentences.text();
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
    var standing = sentences.standing().afterOthers();
    return new Ending(
        late, reason, new Sentences(sentences.what(), standing, sentences.advice()), failure);
  }

  /** The same, of a run that goes back, and has undone {@code count} scripts. */
  public Ending ofUndo(int count) {
    var standing = sentences.standing().ofUndo(count);
    return new Ending(
        exit, reason, new Sentences(sentences.what(), standing, sentences.advice()), failure);
  }

  /** This end as something that can be thrown through the steps. */
  public EndedException asException() {
    return new EndedException(this);
  }
}
