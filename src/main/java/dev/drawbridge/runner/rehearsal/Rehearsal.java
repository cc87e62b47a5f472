package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.PlanSummary.Rehearsed;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.LostConnection;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.SqlState;
import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.statement.FailedStatement;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Runs all pending scripts that can run in a transaction in one, with the limits of the run itself,
 * looks after each statement which locks it has taken, and rolls all of it back.
 *
 * <p>Its locks keep others waiting as those of the run do. If it waits too long for one itself, it
 * gives up all it holds, and begins again after a pause.
 */
public final class Rehearsal {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Sessions sessions;
  private final Connection lockSession;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final int retries;

  /**
   * @param lockSession from which the locks are looked at
   * @param retries how often it begins again
   */
  public Rehearsal(
      Sessions sessions,
      Connection lockSession,
      Blockers blockers,
      Journal journal,
      Progress progress,
      StopSignal stop,
      int retries) {
    this.sessions = sessions;
    this.lockSession = lockSession;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.retries = retries;
  }

  /**
   * What it shows. Ends the run if a script fails.
   *
   * @param pending of all steps of {@code plan} that have scripts
   */
  public Rehearsed run(Plan plan, List<Pending> pending) throws SQLException {
    var pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    for (var tries = 1; ; tries++) {
      try {
        return once(plan, pending);
      } catch (FailedStatement failed) {
        stop.check();
        if (LostConnection.is(failed.error().problem())) {
          throw failed.error().problem();
        }
        if (tries > retries || !failed.error().state().equals(SqlState.LOCK_TIMEOUT)) {
          throw end(failed);
        }
        pause(failed, pause.nextUneven(), tries);
      }
    }
  }

  private Rehearsed once(Plan plan, List<Pending> pending) throws FailedStatement, SQLException {
    try (var connection = sessions.open();
        var locks = new LockReader(lockSession, connection)) {
      connection.setAutoCommit(false);
      var session = new ScriptSession(connection, sessions, blockers, stop);
      try {
        var lines = new RehearsalLines(journal);
        var shown =
            new RehearsalTake(session, locks, lines, progress, journal::quote).run(plan, pending);
        progress.rehearses(null);
        return shown;
      } finally {
        // Before anything else is done: others wait for it.
        connection.rollback();
      }
    }
  }

  private RuntimeException end(FailedStatement failed) {
    var ending =
        new RehearsalProblem(failed, blockers.last(), sessions.limits(), journal::quote).ending();
    journal.tell(RunPhase.REHEARSAL, State.FAILED, failed.script(), ending.message());
    return ending.asException();
  }

  private void pause(FailedStatement failed, Duration wait, int tries) {
    journal.tell(
        RunPhase.REHEARSAL,
        State.WAITING,
        failed.script(),
        "it waited too long for a lock%s and all was rolled back. The rehearsal begins again in %.1f s, retry %d of %d"
            .formatted(
                blockers.last().map(who -> ", held by " + who + ",").orElse(""),
                wait.toMillis() / 1000.0,
                tries,
                retries));
    stop.pause(wait);
  }
}
