package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.plan.ToldPlan;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.rehearsal.Rehearsal;
import dev.drawbridge.runner.tool.ToolStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What comes before anything is applied: the scripts are looked at, the plan is told, and, if that
 * is asked for, the scripts are rehearsed.
 *
 * @param pending what is to be applied, by step
 * @param onPlan is given the whole plan, and once more with what the rehearsal has shown
 */
record Preparation(
    MigrationSpec spec,
    List<Pending> pending,
    Journal journal,
    Progress progress,
    Consumer<ToldPlan> onPlan) {

  void tellPlan(Sessions sessions) throws SQLException {
    var plan = plan(sessions);
    onPlan.accept(new ToldPlan(plan, null));
    var message = "%s; digest %s".formatted(plan.sentence(), plan.digest());
    journal.tell(RunPhase.PREFLIGHT, State.FOUND, "plan", message, null, plan.summary());
  }

  Plan plan(Sessions sessions) throws SQLException {
    var steps = new ArrayList<PlannedStep>();
    var scripts = pending.iterator();
    for (var place = 0; place < spec.migrate().size(); place++) {
      var tool = spec.migrate().get(place).run();
      steps.add(tool == null ? scripts.next().planned() : ToolStep.plan(place, tool, sessions));
    }
    return new Plan(Objects.requireNonNull(progress.database()), steps);
  }

  void rehearse(Sessions sessions, Connection observer, Blockers blockers, StopSignal stop)
      throws SQLException {
    var plan = plan(sessions);
    blockers.enter(RunPhase.REHEARSAL);
    var retries = spec.limits().lockRetriesOrDefault();
    var shown =
        new Rehearsal(sessions, observer, blockers, journal, progress, stop, retries)
            .run(plan, pending);
    onPlan.accept(new ToldPlan(plan, shown));
    var left = shown.left().isEmpty() ? "" : "; not all could be rehearsed";
    journal.tell(
        RunPhase.REHEARSAL,
        State.PASSED,
        "rehearsal",
        "%d of %d scripts, %d statements, rolled back%s"
            .formatted(shown.scripts(), plan.pending().size(), shown.statements(), left),
        shown.millis(),
        plan.summary().rehearsed(shown));
  }
}
