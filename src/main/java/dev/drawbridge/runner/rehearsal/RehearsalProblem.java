package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.SqlState;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.statement.FailedStatement;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Puts the failure of a rehearsal into words: what, where, that nothing was applied, and what to
 * do.
 *
 * @param blocker who was seen to hold the lock that was waited for
 * @param quote makes others' words fit for a sentence of ours
 */
record RehearsalProblem(
    FailedStatement failed, Optional<String> blocker, Limits limits, UnaryOperator<String> quote) {

  Ending ending() {
    var reason = reason();
    var hint = hint(reason);
    var before = "Rehearsal: %s, line %d: ".formatted(failed.script(), failed.line());
    var state = failed.error().state();
    var after = (state.isEmpty() ? "" : " (SQL state " + state + ")") + ".";
    var said = quote.apply(failed.error().words());
    return new Ending(
        Exit.PREFLIGHT_FAILED,
        reason,
        Sentences.quoting(before, said, after, Standing.NOTHING_APPLIED, hint),
        new Closing.Failure(
            failed.script(),
            failed.line(),
            state.isEmpty() ? null : state,
            failed.statement(),
            hint));
  }

  private Reason reason() {
    return switch (failed.error().state()) {
      case SqlState.LOCK_TIMEOUT -> Reason.LOCK_TIMEOUT;
      case SqlState.MISSING_RIGHT -> Reason.MISSING_RIGHT;
      case SqlState.CANCELLED ->
          ranOutOfTime() ? Reason.STATEMENT_TIMEOUT : Reason.REHEARSAL_FAILED;
      default -> Reason.REHEARSAL_FAILED;
    };
  }

  /** The server's words may be in any language, so the time tells. */
  private boolean ranOutOfTime() {
    return failed.time().compareTo(limits.statementTimeout()) >= 0;
  }

  private String hint(Reason reason) {
    if (reason == Reason.LOCK_TIMEOUT) {
      return blocker.map(who -> "The lock was held by " + who + ". ").orElse("")
          + "When it is free, %s; or raise guardrails.lockTimeout (".formatted(Place.here().retry())
          + limits.lockTimeout().toMillis()
          + " ms).";
    }
    if (reason == Reason.STATEMENT_TIMEOUT) {
      return "Make the statement faster, or raise guardrails.statementTimeout ("
          + limits.statementTimeout().toMillis()
          + " ms).";
    }
    return reason == Reason.MISSING_RIGHT
        ? "Grant the right to %s, then %s.".formatted(Place.here().user(), Place.here().retry())
        : "Correct the script and apply it again.";
  }
}
