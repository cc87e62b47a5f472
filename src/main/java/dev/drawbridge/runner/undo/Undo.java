package dev.drawbridge.runner.undo;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.LostConnection;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.migrate.AppliedScript;
import dev.drawbridge.runner.migrate.FlywayProblem;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.History;
import dev.drawbridge.runner.migrate.LockRetries;
import dev.drawbridge.runner.migrate.StepPlace;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.statement.FailedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/** Takes back what the scripts of a step have done, by their undo scripts: the newest first. */
public final class Undo {

  private final FlywayStep step;
  private final StepPlace place;
  private final Sessions sessions;
  private final DatabaseLock lock;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final int retries;
  private final List<String> undone = new ArrayList<>();

  /**
   * @param retries how often scripts are tried again that have waited too long for a lock
   */
  public Undo(
      FlywayStep step,
      StepPlace place,
      Sessions sessions,
      DatabaseLock lock,
      Blockers blockers,
      Journal journal,
      Progress progress,
      StopSignal stop,
      int retries) {
    this.step = step;
    this.place = place;
    this.sessions = sessions;
    this.lock = lock;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.retries = retries;
  }

  /** What is to be undone to go back to {@code version}; ends the run if that cannot be. */
  public UndoPlan plan(String version) {
    progress.enter(step.place());
    var history = readHistory();
    progress.found(history.current());
    refuse(step.failedScript(history));
    var plan =
        new UndoPlan(
            version, history.appliedScripts(), history.baseline().orElse(null), step.scripts());
    refuse(plan.problem());
    return plan;
  }

  private static void refuse(Optional<Ending> problem) {
    problem.ifPresent(ending -> {
      throw ending.asException();
    });
  }

  private History readHistory() {
    try {
      return step.history();
    } catch (FlywayException failed) {
      throw new FlywayProblem(place, Standing.NOTHING_APPLIED, journal::quote)
          .ending(failed)
          .<RuntimeException>map(Ending::asException)
          .orElse(failed);
    }
  }

  /** Undoes what {@code plan} says; tells whether there was anything. */
  public boolean run(UndoPlan plan) throws SQLException {
    var batches = plan.batches();
    if (batches.isEmpty()) {
      journal.tell(RunPhase.UNDO, State.SKIPPED, "scripts", "there is nothing to undo");
    } else {
      tell(plan, batches.size());
    }
    for (var batch : batches) {
      run(batch);
    }
    remember(readHistory());
    return !batches.isEmpty();
  }

  private void tell(UndoPlan plan, int batches) {
    var versions =
        plan.scripts().stream()
            .map(script -> script.applied().version())
            .collect(Collectors.joining(", "));
    var how = batches == 1 ? "in one transaction" : "one by one: not all can run in a transaction";
    journal.tell(RunPhase.UNDO, State.FOUND, "plan", "undo %s, %s".formatted(versions, how));
  }

  private void run(UndoBatch batch) throws SQLException {
    var again = LockRetries.ofAll(retries, RunPhase.UNDO, journal, stop);
    var isDone = false;
    while (!isDone) {
      isDone = tryOnce(batch, again);
    }
    batch.scripts().forEach(script -> undone.add(script.applied().version()));
    remember(readHistory());
  }

  /** Tells whether it is done. */
  private boolean tryOnce(UndoBatch batch, LockRetries again) throws SQLException {
    var run = new UndoRun(step, batch, sessions, lock, blockers, journal, progress, stop);
    try {
      run.run();
    } catch (FailedStatement failed) {
      settle(batch, run, failed);
      stop.check();
      if (again.again(failed.script(), failed.error(), batch.transactional(), blockers.last())) {
        return false;
      }
      throw explain(failed);
    } catch (SQLException | RuntimeException failed) {
      settle(batch, run, failed);
      if (!(failed instanceof EndedException)) {
        stop.check();
      }
      throw failed;
    }
    run.tellUndone();
    return true;
  }

  /** If the connection was lost, only the history says what is committed: that is told. */
  private void settle(UndoBatch batch, UndoRun run, Exception failed) {
    try {
      var history = step.history();
      var ranks = history.appliedScripts().stream().map(AppliedScript::rank).toList();
      if (LostConnection.in(failed).isPresent()
          && batch.scripts().stream()
              .noneMatch(script -> ranks.contains(script.applied().rank()))) {
        run.tellUndone();
      }
      remember(history);
    } catch (FlywayException unreachable) {
      System.err.println("cannot read the history again: " + unreachable.getMessage());
    }
  }

  private void remember(History history) {
    progress.leave(history.current(), history.applied());
  }

  private RuntimeException explain(FailedStatement failed) throws SQLException {
    var underWay = progress.script();
    if (underWay == null) {
      // It was committed all the same, before the connection was lost.
      throw failed.error().problem();
    }
    var lost = failed.error().trouble() == Trouble.CONNECTION_LOST;
    var ending =
        new UndoProblem(
                failed,
                journal.quote(failed.error().words()),
                Fate.ofFailed(underWay, lost),
                undone,
                progress.standing(),
                blockers.last(),
                sessions.limits())
            .ending();
    journal.tell(RunPhase.UNDO, State.FAILED, failed.script(), ending.message());
    return ending.asException();
  }
}
