package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts the failure of a script into words: what, where, how things stand, and what to do.
 *
 * @param said the database's words, without secrets
 * @param fate what became of the script
 * @param standing where the schema is
 * @param blocker who was seen to hold the lock that was waited for
 * @param time how long the failing statement ran
 * @param invalidIndexes what a failed concurrent build has left behind
 * @param repair the command that takes the failed row out of the history
 */
record Explanation(
    ScriptFailure failure,
    String said,
    Fate fate,
    String standing,
    Optional<String> blocker,
    Duration time,
    Limits limits,
    List<String> invalidIndexes,
    String repair) {

  Ending ending() {
    var kind = kind();
    var hint = hint(kind);
    var before = failure.script() + line() + ": ";
    var after = failure.error().toldState() + ".";
    return new Ending(
        kind == Kind.CONNECTION_LOST ? Exit.INTERRUPTED : Exit.MIGRATION_FAILED,
        kind.reason,
        Sentences.quoting(before, said, after, outcome(), hint),
        new Closing.Failure(
            failure.script(),
            failure.line(),
            failure.error().state().isEmpty() ? null : failure.error().state(),
            failure.statement(),
            hint));
  }

  /** What kind of failure it is. */
  private enum Kind {
    CONNECTION_LOST(Reason.INTERRUPTED),
    LOCK_TIMEOUT(Reason.LOCK_TIMEOUT),
    STATEMENT_TIMEOUT(Reason.STATEMENT_TIMEOUT),
    MISSING_RIGHT(Reason.MISSING_RIGHT),
    DISK_FULL(Reason.DISK_FULL),
    DAMAGED(Reason.DAMAGED_DATABASE),
    SCRIPT(Reason.SCRIPT_FAILED);

    private final Reason reason;

    Kind(Reason reason) {
      this.reason = reason;
    }
  }

  private Kind kind() {
    return switch (failure.error().trouble()) {
      case CONNECTION_LOST -> Kind.CONNECTION_LOST;
      case LOCK_TIMEOUT -> Kind.LOCK_TIMEOUT;
      case MISSING_RIGHT -> Kind.MISSING_RIGHT;
      case CANCELLED -> ranOutOfTime() ? Kind.STATEMENT_TIMEOUT : Kind.SCRIPT;
      case DISK_FULL -> Kind.DISK_FULL;
      case DAMAGED -> Kind.DAMAGED;
      case READ_ONLY, NOTHING_THERE, OTHER -> Kind.SCRIPT;
    };
  }

  /** The server's words may be in any language, so the time tells. */
  private boolean ranOutOfTime() {
    return time.compareTo(limits.statementTimeout()) >= 0;
  }

  private String line() {
    return failure.line() == null ? "" : ", line " + failure.line();
  }

  private Standing outcome() {
    return new Standing(
        switch (fate) {
          case ROLLED_BACK -> "Rolled back; " + standing + ".";
          case PERHAPS_HALF_DONE ->
              "It ran outside a transaction and may be half done; " + standing + ".";
          case NOT_KNOWN ->
              "Whether it was committed is not known; the next run reads the history.";
        });
  }

  private String hint(Kind kind) {
    var again = Place.here().retry();
    var advice =
        switch (kind) {
          case LOCK_TIMEOUT ->
              blocker.map(who -> "The lock was held by " + who + ". ").orElse("")
                  + "When it is free, %s; or raise guardrails.lockTimeout (".formatted(again)
                  + limits.lockTimeout().toMillis()
                  + " ms).";
          case STATEMENT_TIMEOUT ->
              "Make the statement faster, or raise guardrails.statementTimeout ("
                  + limits.statementTimeout().toMillis()
                  + " ms).";
          case MISSING_RIGHT -> failure.error().adviceOfRight() + ", then " + again + ".";
          case DISK_FULL -> failure.error().adviceOfRoom() + ", then " + again + ".";
          case DAMAGED ->
              "What the database has stored is damaged: restore it from a backup, then %s."
                  .formatted(again);
          case CONNECTION_LOST ->
              "The connection was lost. When the database is well again, %s.".formatted(again);
          case SCRIPT -> "Correct the script and apply it again.";
        };
    return fate == Fate.PERHAPS_HALF_DONE ? advice + " First clean up" + cleanUp() : advice;
  }

  private String cleanUp() {
    var commands =
        invalidIndexes.stream()
            .map(index -> "DROP INDEX CONCURRENTLY IF EXISTS " + index + "; ")
            .reduce("", String::concat);
    return ": " + commands + repair;
  }
}
