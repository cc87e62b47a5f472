package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts the failure of a script into words: what, where, how things stand, and what to do.
 *
 * @param transactional whether the script was rolled back
 * @param standing where the schema is
 * @param blocker who was seen to hold the lock that was waited for
 * @param time how long the failing statement ran
 * @param invalidIndexes what a failed concurrent build has left behind
 * @param repair the command that takes the failed row out of the history
 */
record Explanation(
    ScriptFailure failure,
    boolean transactional,
    String standing,
    Optional<String> blocker,
    Duration time,
    Limits limits,
    List<String> invalidIndexes,
    String repair) {

  private static final int LONGEST_STATEMENT = 300;

  Ending ending() {
    var reason = reason();
    var hint = hint(reason);
    return new Ending(
        exit(),
        reason,
        "%s%s: %s%s. %s %s"
            .formatted(failure.script(), line(), failure.message(), state(), outcome(), hint),
        new Closing.Failure(
            failure.script(),
            failure.line(),
            failure.sqlState().isEmpty() ? null : failure.sqlState(),
            failure.statement() == null
                ? null
                : Clip.toCharacters(failure.statement(), LONGEST_STATEMENT),
            hint));
  }

  private Exit exit() {
    return isConnectionLost() ? Exit.INTERRUPTED : Exit.MIGRATION_FAILED;
  }

  private Reason reason() {
    if (isConnectionLost()) {
      return Reason.INTERRUPTED;
    }
    return switch (failure.sqlState()) {
      case "55P03" -> Reason.LOCK_TIMEOUT;
      case "42501" -> Reason.MISSING_RIGHT;
      case "57014" -> ranOutOfTime() ? Reason.STATEMENT_TIMEOUT : Reason.SCRIPT_FAILED;
      default -> Reason.SCRIPT_FAILED;
    };
  }

  private boolean isConnectionLost() {
    return failure.sqlState().startsWith("08") || failure.sqlState().startsWith("57P");
  }

  /** The server's words may be in any language, so the time tells. */
  private boolean ranOutOfTime() {
    return time.compareTo(limits.statementTimeout()) >= 0;
  }

  private String line() {
    return failure.line() == null ? "" : ", line " + failure.line();
  }

  private String state() {
    return failure.sqlState().isEmpty() ? "" : " (SQL state " + failure.sqlState() + ")";
  }

  private String outcome() {
    return transactional
        ? "Rolled back; " + standing + "."
        : "It ran outside a transaction and may be half done; " + standing + ".";
  }

  private String hint(Reason reason) {
    var advice =
        switch (reason) {
          case LOCK_TIMEOUT ->
              blocker.map(who -> "The lock was held by " + who + ". ").orElse("")
                  + "Try again when it is free (annotation drawbridge.dev/retry), or raise guardrails.lockTimeout ("
                  + limits.lockTimeout().toMillis()
                  + " ms).";
          case STATEMENT_TIMEOUT ->
              "Make the statement faster, or raise guardrails.statementTimeout ("
                  + limits.statementTimeout().toMillis()
                  + " ms).";
          case MISSING_RIGHT ->
              "Grant the right to the user of the Secret, then set the annotation drawbridge.dev/retry.";
          case INTERRUPTED ->
              "The connection was lost. Set the annotation drawbridge.dev/retry when the database is well again.";
          default -> "Correct the script and apply it again.";
        };
    return transactional ? advice : advice + " First clean up" + cleanUp();
  }

  private String cleanUp() {
    var commands =
        invalidIndexes.stream()
            .map(index -> "DROP INDEX CONCURRENTLY IF EXISTS " + index + "; ")
            .reduce("", String::concat);
    return ": " + commands + repair;
  }
}
