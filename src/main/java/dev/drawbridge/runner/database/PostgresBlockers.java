package dev.drawbridge.runner.database;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches, from the session of the lock, whom our statements wait for. After a lock timeout it is
 * too late to ask, so the answer is taken while it lasts, told once, and kept for the failure.
 */
final class PostgresBlockers implements Blockers {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String BLOCKING =
      "select "
          + Session.COLUMNS
          + " from pg_catalog.pg_stat_activity a where a.pid = any(pg_blocking_pids(?)) order by 1 limit 1";

  private final PostgresSessions sessions;
  private final Connection lockSession;
  private final Journal journal;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Session last;
  private volatile int told;
  private volatile RunPhase phase = RunPhase.PREFLIGHT;

  private PostgresBlockers(PostgresSessions sessions, Connection lockSession, Journal journal) {
    this.sessions = sessions;
    this.lockSession = lockSession;
    this.journal = journal;
  }

  /** Watches until it is closed. */
  static Blockers watch(PostgresSessions sessions, Connection lockSession, Journal journal) {
    var blockers = new PostgresBlockers(sessions, lockSession, journal);
    // A virtual thread would be the only one, and its scheduler takes longer than it to start.
    Thread.ofPlatform().daemon().name("blockers").start(blockers::run);
    return blockers;
  }

  @Override
  public void enter(RunPhase entered) {
    phase = entered;
    forget();
  }

  @Override
  public void forget() {
    last = null;
  }

  @Override
  public Optional<String> last() {
    return Optional.ofNullable(last).map(Session::describe);
  }

  private void run() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        for (var pid : sessions.busy()) {
          look(pid);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (SQLException lost) {
      // The lock's session is checked before each script: what that finds is what is told.
      System.err.println("no longer looking for who blocks: " + lost.getMessage());
    }
  }

  private void look(int pid) throws SQLException {
    try (var query = lockSession.prepareStatement(BLOCKING)) {
      query.setInt(1, pid);
      try (var row = query.executeQuery()) {
        if (row.next()) {
          see(Session.of(row));
        }
      }
    }
  }

  private void see(Session blocker) {
    last = blocker;
    if (told != blocker.pid()) {
      told = blocker.pid();
      journal.tell(phase, State.WAITING, "lock", "blocked by " + blocker.describe());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
