package dev.drawbridge.runner.undo;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.statement.FailedStatement;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One try to undo what is undone together. A script is told as undone only when that is committed.
 */
final class UndoRun {

  private static final String LEFTOVERS =
      "Its row is still in the history. Look at what it has left, and see that it can be run again from its beginning (IF EXISTS)";

  private final FlywayStep step;
  private final UndoBatch batch;
  private final Sessions sessions;
  private final DatabaseLock lock;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final List<Long> millis = new ArrayList<>();

  UndoRun(
      FlywayStep step,
      UndoBatch batch,
      Sessions sessions,
      DatabaseLock lock,
      Blockers blockers,
      Journal journal,
      Progress progress,
      StopSignal stop) {
    this.step = step;
    this.batch = batch;
    this.sessions = sessions;
    this.lock = lock;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
  }

  void run() throws FailedStatement, SQLException {
    try (var connection = sessions.open()) {
      connection.setAutoCommit(!batch.transactional());
      try {
        undo(connection);
      } catch (FailedStatement | SQLException | RuntimeException failed) {
        rollBack(connection);
        throw failed;
      }
    }
  }

  private void undo(Connection connection) throws FailedStatement, SQLException {
    var session =
        UndoSession.of(
            new ScriptSession(connection, sessions, blockers, stop), step, batch.transactional());
    for (var script : batch.scripts()) {
      stop.check();
      lock.verify();
      begin(script);
      var begun = System.nanoTime();
      if (millis.isEmpty()) {
        session.enter(script);
      }
      session.undo(script);
      millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
    if (batch.transactional()) {
      stop.check();
      progress.commits();
      session.commit(batch.scripts().getLast());
    }
  }

  private void begin(UndoneScript script) {
    progress.begin(script.file(), batch.transactional(), LEFTOVERS + "; a new Rollback goes on.");
    journal.tell(RunPhase.UNDO, State.STARTED, script.title(), null);
  }

  /** Before anything else is done: others wait for it. */
  private void rollBack(Connection connection) {
    if (!batch.transactional()) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException lost) {
      System.err.println("cannot roll back: " + lost.getMessage());
    }
  }

  /** All of it is committed. */
  void tellUndone() {
    progress.undone(batch.scripts().size());
    for (var index = 0; index < batch.scripts().size(); index++) {
      var took = index < millis.size() ? millis.get(index) : null;
      journal.tell(RunPhase.UNDO, State.UNDONE, batch.scripts().get(index).title(), null, took);
    }
  }
}
