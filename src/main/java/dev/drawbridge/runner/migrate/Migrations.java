package dev.drawbridge.runner.migrate;

import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The steps of scripts, in order.
 *
 * <p>All of a plan are known, also those that another container does: no two may share a history.
 */
public final class Migrations {

  private final List<FlywayStep> all;
  private final Stretch stretch;
  private final List<FlywayStep> steps;
  private final int count;
  private final Sessions sessions;
  private final DatabaseLock lock;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final LockRetries retries;
  private final List<String> remarks = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();

  /**
   * @param all of the plan
   * @param stretch which of them are to be done now
   * @param count how many steps of whatever kind the plan has
   */
  public Migrations(
      List<FlywayStep> all,
      Stretch stretch,
      int count,
      Sessions sessions,
      DatabaseLock lock,
      Blockers blockers,
      Journal journal,
      Progress progress,
      StopSignal stop,
      LockRetries retries) {
    this.all = List.copyOf(all);
    this.stretch = stretch;
    this.steps = all.stream().filter(step -> stretch.contains(step.place())).toList();
    this.count = count;
    this.sessions = sessions;
    this.lock = lock;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.retries = retries;
  }

  /**
   * Reads all histories that are still to be done before anything is applied, also those that
   * another container will, and ends the run if a script does not fit.
   */
  public void readHistory() throws SQLException {
    refuseSharedHistories();
    for (var step : all.stream().filter(step -> step.place() >= stretch.firstStep()).toList()) {
      progress.enter(step.place());
      History history;
      try {
        history = step.history();
      } catch (FlywayException failed) {
        throw refusal(step, failed);
      }
      progress.found(history.current());
      step.problem(history)
          .ifPresent(problem -> {
            throw problem.asException();
          });
      pending.add(step.pending(history, baseline(step, history)));
    }
  }

  /** The version that a history is going to begin at; null if it is there, or begins empty. */
  private @Nullable String baseline(FlywayStep step, History history) throws SQLException {
    if (!stretch.comesBeforeChanges() || !step.beginsLate(history)) {
      return null;
    }
    if (step.baselineVersion() == null) {
      throw problem(step).noBaseline().asException();
    }
    return MigrationVersion.fromVersion(step.baselineVersion()).getVersion();
  }

  /** What the histories say is to be applied, by step. */
  public List<Pending> pending() {
    return List.copyOf(pending);
  }

  private void refuseSharedHistories() throws SQLException {
    if (all.size() < 2) {
      return;
    }
    try (var session = sessions.open()) {
      var usual = Objects.requireNonNullElse(session.getSchema(), "");
      var schemas = new TreeMap<Integer, String>();
      all.forEach(step -> schemas.put(step.place(), step.historySchema(usual)));
      SharedHistory.problem(schemas)
          .ifPresent(problem -> {
            throw problem.asException();
          });
    }
  }

  /** Applies the scripts of all steps; tells whether there were any to apply. */
  public boolean apply() throws SQLException {
    var before = progress.appliedCount();
    for (var step : steps) {
      progress.enter(step.place());
      apply(step);
      conclude(step);
    }
    var hasApplied = progress.appliedCount() > before;
    if (!steps.isEmpty() && !hasApplied) {
      journal.tell(RunPhase.MIGRATE, State.SKIPPED, "scripts", "all are applied already");
    }
    return hasApplied;
  }

  private void apply(FlywayStep step) throws SQLException {
    var isDone = false;
    while (!isDone) {
      isDone = tryOnce(step);
    }
  }

  /** Tells whether it is done; what was applied before a lock was not free stays. */
  private boolean tryOnce(FlywayStep step) throws SQLException {
    var events =
        new ScriptEvents(
            sessions,
            lock,
            blockers,
            journal,
            progress,
            stop,
            step.outsideTransactions(),
            step.repair());
    try {
      sessions.awaitWritable();
      step.migrate(events);
    } catch (RuntimeException | SQLException failed) {
      settle(step, events);
      stop.check();
      if (isTriedAgain(step, failed)) {
        return false;
      }
      throw explain(step, events, failed);
    }
    events.tellFinished();
    return true;
  }

  private boolean isTriedAgain(FlywayStep step, Exception failed) {
    var failure = ScriptFailure.of(failed, progress.script());
    return failure.isPresent()
        && retries.again(
            failure.get().script(),
            failure.get().error(),
            !step.outsideTransactions().contains(failure.get().script()),
            blockers.last());
  }

  private void conclude(FlywayStep step) {
    var history = step.history();
    step.remark(history).ifPresent(remarks::add);
    remember(history);
  }

  /** What somebody who reads that all is well should still know. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Whatever has failed: what is committed is in the history, and is told. */
  private void settle(FlywayStep step, ScriptEvents events) {
    try {
      var history = step.history();
      events.settle(history);
      remember(history);
    } catch (FlywayException unreachable) {
      System.err.println("cannot read the history again: " + unreachable.getMessage());
    }
  }

  private void remember(History history) {
    history.baseline().ifPresent(progress::startsAt);
    progress.leave(history.current(), history.applied());
  }

  private RuntimeException explain(FlywayStep step, ScriptEvents events, Exception failed)
      throws SQLException {
    var decided = events.ending();
    if (decided.isPresent()) {
      return decided.get();
    }
    var failure = ScriptFailure.of(failed, progress.script());
    if (failure.isEmpty()) {
      return unexplained(step, failed);
    }
    var script = failure.get().script();
    var error = failure.get().error();
    var transactional = !step.outsideTransactions().contains(script);
    var known = progress.script();
    var underWay =
        new Progress.Script(
            script, transactional, known != null && known.committing(), step.repair());
    var ending =
        new Explanation(
                failure.get(),
                journal.quote(error.words()),
                Fate.ofFailed(underWay, error.trouble() == Trouble.CONNECTION_LOST),
                progress.standing(),
                blockers.last(),
                events.statementTime(),
                sessions.limits(),
                transactional ? List.of() : newInvalidIndexes(events),
                step.repair())
            .ending();
    journal.tell(RunPhase.MIGRATE, State.FAILED, script, ending.message());
    return ending.asException();
  }

  private RuntimeException unexplained(FlywayStep step, Exception failed) throws SQLException {
    return switch (failed) {
      case FlywayException problem -> refusal(step, problem);
      case RuntimeException other -> other;
      case SQLException problem -> throw problem;
      default -> throw new IllegalStateException(failed);
    };
  }

  /** What cannot be asked, because the database is away, is left out of the advice. */
  private List<String> newInvalidIndexes(ScriptEvents events) {
    try (var session = sessions.open()) {
      return InvalidIndexes.since(events.invalidBefore(), sessions.catalog(session, null));
    } catch (SQLException unreachable) {
      System.err.println("cannot look for invalid indexes: " + unreachable.getMessage());
      return List.of();
    }
  }

  /** A failure of Flyway that is not a script's. */
  private RuntimeException refusal(FlywayStep step, FlywayException failed) {
    return problem(step).ending(failed).<RuntimeException>map(Ending::asException).orElse(failed);
  }

  private FlywayProblem problem(FlywayStep step) {
    var place = new StepPlace(step.place(), count, step.schema());
    return new FlywayProblem(place, Standing.of(progress), journal::quote);
  }
}
