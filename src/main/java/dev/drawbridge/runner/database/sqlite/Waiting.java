package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.runner.process.StopSignal;
import java.time.Duration;
import org.sqlite.BusyHandler;

/**
 * How a statement waits for a lock that another process holds: up to the lock timeout, and no
 * longer than the run. SQLite's own way of waiting does not notice that a run is to end.
 */
final class Waiting extends BusyHandler {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final Duration BEFORE_IT_IS_TOLD = Duration.ofMillis(200);

  private final Duration timeout;
  private final StopSignal stop;
  private final SqliteBlockers blockers;
  private long started;

  Waiting(Duration timeout, StopSignal stop, SqliteBlockers blockers) {
    this.timeout = timeout;
    this.stop = stop;
    this.blockers = blockers;
  }

  /** Returns 0 to give up. */
  @Override
  protected int callback(int triesBefore) {
    if (triesBefore == 0) {
      started = System.nanoTime();
    }
    var waited = Duration.ofNanos(System.nanoTime() - started);
    if (waited.compareTo(BEFORE_IT_IS_TOLD) >= 0 || waited.compareTo(timeout) >= 0) {
      blockers.see();
    }
    var pause =
        Duration.ofMillis(Math.min(1L << Math.min(triesBefore, 10), LONGEST_PAUSE.toMillis()));
    return waited.compareTo(timeout) >= 0 || stop.awaitFor(pause) ? 0 : 1;
  }
}
