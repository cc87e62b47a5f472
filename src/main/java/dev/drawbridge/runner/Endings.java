package dev.drawbridge.runner;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The end of a run that something unexpected has ended: a signal, a lost connection, a defect. */
final class Endings {

  private Endings() {}

  /** The end that {@code thrown} means. */
  static Ending of(Throwable thrown, StopSignal stop, Progress progress) {
    if (thrown instanceof EndedException decided) {
      return decided.ending();
    }
    var reason = stop.reason();
    if (reason.isPresent()) {
      return interrupted(reason.get(), progress);
    }
    var lost = lostConnection(thrown);
    return lost == null ? defect(thrown, progress) : lost(lost, progress);
  }

  /** The run was asked to stop because of {@code reason}. */
  static Ending interrupted(Reason reason, Progress progress) {
    var why =
        reason == Reason.DEADLINE_EXCEEDED
            ? "The deadline passed"
            : "The run was stopped from outside";
    var advice =
        reason == Reason.DEADLINE_EXCEEDED
            ? "Raise guardrails.deadline, or make the scripts faster; then set the annotation drawbridge.dev/retry."
            : "Set the annotation drawbridge.dev/retry to run it again.";
    var script = progress.script();
    return new Ending(
        Exit.INTERRUPTED,
        reason,
        why + during(script, progress) + " " + advice,
        script == null ? null : new Closing.Failure(script.name(), null, null, null, advice));
  }

  private static String during(Progress.@Nullable Script script, Progress progress) {
    if (script == null) {
      return ". No script was under way; " + progress.standing() + ".";
    }
    return script.transactional()
        ? " while %s ran. It was rolled back; %s.".formatted(script.name(), progress.standing())
        : " while %s ran outside a transaction, so it may be half done. Look at what it has left, then take its failed row out of flyway_schema_history; %s."
            .formatted(script.name(), progress.standing());
  }

  private static @Nullable SQLException lostConnection(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException problem
          && problem.getSQLState() != null
          && (problem.getSQLState().startsWith("08") || problem.getSQLState().startsWith("57P"))) {
        return problem;
      }
    }
    return null;
  }

  private static Ending lost(SQLException problem, Progress progress) {
    return Ending.of(
        Exit.INTERRUPTED,
        Reason.INTERRUPTED,
        "The connection to the database was lost: %s. What was under way was rolled back; %s. Set the annotation drawbridge.dev/retry when the database is well again."
            .formatted(problem.getMessage(), progress.standing()));
  }

  private static Ending defect(Throwable thrown, Progress progress) {
    return Ending.of(
        Exit.INTERNAL_ERROR,
        Reason.INTERNAL_ERROR,
        "A defect of Drawbridge: %s: %s. %s applied by this run. The log of the pod has the details; please report it."
            .formatted(
                thrown.getClass().getName(),
                thrown.getMessage(),
                progress.hasApplied() ? "Some scripts were" : "Nothing was"));
  }
}
