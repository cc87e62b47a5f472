package dev.drawbridge.runner.undo;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.statement.FailedStatement;
import java.util.List;
import java.util.Optional;

/**
 * Puts the failure of an undo script into words: what, where, how things stand, and what to do.
 *
 * @param said the database's words, without secrets
 * @param fate what became of the script
 * @param undone the versions that this run has undone before
 * @param standing where the schema is
 * @param blocker who was seen to hold the lock that was waited for
 */
record UndoProblem(
    FailedStatement failed,
    String said,
    Fate fate,
    List<String> undone,
    String standing,
    Optional<String> blocker,
    Limits limits) {

  Ending ending() {
    var reason = reason();
    var hint = hint(reason);
    var line = failed.line() < 1 ? null : Integer.valueOf(failed.line());
    var before = failed.script() + (line == null ? ": " : ", line %d: ".formatted(line));
    var after = failed.error().toldState() + ".";
    var state = failed.error().state();
    return new Ending(
        reason == Reason.INTERRUPTED ? Exit.INTERRUPTED : Exit.MIGRATION_FAILED,
        reason,
        Sentences.quoting(before, said, after, new Standing(outcome()), hint),
        new Closing.Failure(
            failed.script(), line, state.isEmpty() ? null : state, failed.statement(), hint));
  }

  private Reason reason() {
    return switch (failed.error().trouble()) {
      case CONNECTION_LOST -> Reason.INTERRUPTED;
      case LOCK_TIMEOUT -> Reason.LOCK_TIMEOUT;
      case MISSING_RIGHT -> Reason.MISSING_RIGHT;
      case CANCELLED -> ranOutOfTime() ? Reason.STATEMENT_TIMEOUT : Reason.SCRIPT_FAILED;
      case DISK_FULL -> Reason.DISK_FULL;
      case DAMAGED -> Reason.DAMAGED_DATABASE;
      case READ_ONLY, NOTHING_THERE, OTHER -> Reason.SCRIPT_FAILED;
    };
  }

  /** The server's words may be in any language, so the time tells. */
  private boolean ranOutOfTime() {
    return failed.time().compareTo(limits.statementTimeout()) >= 0;
  }

  private String outcome() {
    var before =
        undone.isEmpty() ? "nothing was undone" : "undone before: " + String.join(", ", undone);
    return switch (fate) {
      case ROLLED_BACK -> "Rolled back; %s, %s.".formatted(before, standing);
      case PERHAPS_HALF_DONE ->
          "It ran outside a transaction and may be half done; its row is still in the history. Of the others %s; %s."
              .formatted(before, standing);
      case NOT_KNOWN -> "Whether it was committed is not known; a new Rollback reads the history.";
    };
  }

  private String hint(Reason reason) {
    var advice =
        switch (reason) {
          case LOCK_TIMEOUT ->
              blocker.map(who -> "The lock was held by " + who + ". ").orElse("")
                  + "When it is free, or with a higher guardrails.lockTimeout (%d ms), "
                      .formatted(limits.lockTimeout().toMillis());
          case STATEMENT_TIMEOUT ->
              "Make the statement faster, or raise guardrails.statementTimeout (%d ms); then "
                  .formatted(limits.statementTimeout().toMillis());
          case MISSING_RIGHT -> failed.error().adviceOfRight() + ", then ";
          case DISK_FULL -> failed.error().adviceOfRoom() + ", then ";
          case DAMAGED_DATABASE ->
              "What the database has stored is damaged: restore it from a backup, then ";
          case INTERRUPTED -> "The connection was lost. When the database is well again, ";
          default -> "Correct the undo script, then ";
        };
    return fate == Fate.PERHAPS_HALF_DONE
        ? advice
            + "look at what it has left and see that it can be run again from its beginning (IF EXISTS); a new Rollback goes on with it."
        : advice + "create a new Rollback.";
  }
}
