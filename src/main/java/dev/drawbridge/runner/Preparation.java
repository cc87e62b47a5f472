package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.plan.ToldPlan;
import dev.drawbridge.runner.process.Count;
import dev.drawbridge.runner.process.Ending;
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
import org.jspecify.annotations.Nullable;

/**
 * What comes before anything is applied: the scripts are looked at, the plan is told, and, if that
 * is asked for, the scripts are rehearsed.
 */
final class Preparation {

  private final MigrationSpec spec;
  private final List<Pending> pending;
  private final Sessions sessions;
  private final Journal journal;
  private final Progress progress;
  private final Consumer<ToldPlan> onPlan;
  private @Nullable Plan plan;

  /**
   * @param pending what is to be applied, by step
   * @param onPlan is given the whole plan, and once more with what the rehearsal has shown
   */
  Preparation(
      MigrationSpec spec,
      List<Pending> pending,
      Sessions sessions,
      Journal journal,
      Progress progress,
      Consumer<ToldPlan> onPlan) {
    this.spec = spec;
    this.pending = pending;
    this.sessions = sessions;
    this.journal = journal;
    this.progress = progress;
    this.onPlan = onPlan;
  }

  /** {@code losing} is how many findings in the scripts tell of data that is lost. */
  void tellPlan(int losing) throws SQLException {
    var told = plan();
    onPlan.accept(new ToldPlan(told, null));
    var message = "%s; digest %s".formatted(told.sentence(), told.digest());
    journal.tell(
        RunPhase.PREFLIGHT, State.FOUND, "plan", message, null, told.summary().losing(losing));
  }

  /** Ends the run if there is something else to do than what was approved. */
  void requireApproved(@Nullable String digest) throws SQLException {
    var found = plan().digest();
    if (digest != null && !digest.equals(found)) {
      throw Ending.refused(
              Reason.PLAN_CHANGED,
              "What there is to do has changed since it was approved: plan %s was, and now it is %s."
                  .formatted(digest, found),
              "It is planned anew, and waits for another approval.")
          .asException();
    }
  }

  /** Made once: what is rehearsed and told at the end is what was told first. */
  Plan plan() throws SQLException {
    var known = plan;
    if (known == null) {
      known = readPlan();
      plan = known;
    }
    return known;
  }

  private Plan readPlan() throws SQLException {
    var steps = new ArrayList<PlannedStep>();
    var scripts = pending.iterator();
    for (var place = 0; place < spec.migrate().size(); place++) {
      var tool = spec.migrate().get(place).run();
      steps.add(tool == null ? scripts.next().planned() : ToolStep.plan(place, tool, sessions));
    }
    return new Plan(Objects.requireNonNull(progress.database()), steps);
  }

  void rehearse(Connection observer, Blockers blockers, StopSignal stop) throws SQLException {
    var whole = plan();
    blockers.enter(RunPhase.REHEARSAL);
    var retries = spec.limits().lockRetriesOrDefault();
    var shown =
        new Rehearsal(sessions, observer, blockers, journal, progress, stop, retries)
            .run(whole, pending);
    onPlan.accept(new ToldPlan(whole, shown));
    var left = shown.notRehearsed().isEmpty() ? "" : "; not all could be rehearsed";
    journal.tell(
        RunPhase.REHEARSAL,
        State.PASSED,
        "rehearsal",
        "%d of %s, %s, rolled back%s"
            .formatted(
                shown.scripts(),
                Count.of(whole.pending().size(), "script"),
                Count.of(shown.statements(), "statement"),
                left),
        shown.millis(),
        whole.summary().rehearsed(shown));
  }
}
