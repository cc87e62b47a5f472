package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.StepPlace;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.undo.Undo;
import java.sql.SQLException;
import java.util.List;

/** What a run that goes back does in the place of applying scripts. */
record UndoWork(
    MigrationSpec spec, Dialect dialect, Journal journal, Progress progress, StopSignal stop) {

  /** Ends the run if it is clear that it cannot go back to {@code version}. */
  void check(
      String version,
      List<FlywayStep> steps,
      Sessions sessions,
      ReachedDatabase reached,
      Blockers blockers) {
    undo(lastOf(steps), sessions, reached, blockers).plan(version);
  }

  /** Goes back to {@code version}, in the last of {@code steps}. */
  void run(
      String version,
      List<FlywayStep> steps,
      Sessions sessions,
      ReachedDatabase reached,
      Blockers blockers)
      throws SQLException {
    var step = lastOf(steps);
    var undo = undo(step, sessions, reached, blockers);
    var plan = undo.plan(version);
    new PendingReview(dialect, spec.limits(), journal).lookAtUndo(plan, step, reached.schema());
    blockers.enter(RunPhase.UNDO);
    if (undo.run(plan)) {
      reached.lookBack(RunPhase.UNDO);
    }
  }

  private Undo undo(
      FlywayStep step, Sessions sessions, ReachedDatabase reached, Blockers blockers) {
    return new Undo(
        step,
        new StepPlace(step.place(), spec.migrate().size(), step.schema()),
        sessions,
        reached.lock(),
        blockers,
        journal,
        progress,
        stop,
        spec.limits().lockRetriesOrDefault());
  }

  private static FlywayStep lastOf(List<FlywayStep> steps) {
    if (steps.isEmpty()) {
      throw Ending.refused(
              Reason.UNSUPPORTED_SPEC,
              "The Migration has no step of scripts (flyway), so there are no undo scripts.",
              "Go back by a tool of your own (run), or from a backup.")
          .asException();
    }
    return steps.getLast();
  }
}
