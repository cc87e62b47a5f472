package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.process.Journal;
import java.util.Optional;

/** That somebody is in the way. SQLite does not know who. */
final class SqliteBlockers implements Blockers {

  private static final String SOMEBODY =
      "another process that has the file open; SQLite does not say which";

  private final Journal journal;
  private volatile RunPhase phase = RunPhase.PREFLIGHT;
  private volatile boolean seen;
  private volatile boolean told;

  SqliteBlockers(Journal journal) {
    this.journal = journal;
  }

  /** A statement of ours waits for a lock. */
  void see() {
    seen = true;
    if (!told) {
      told = true;
      journal.tell(phase, State.WAITING, "lock", "held by " + SOMEBODY);
    }
  }

  @Override
  public void enter(RunPhase entered) {
    phase = entered;
    forget();
  }

  @Override
  public void forget() {
    seen = false;
  }

  @Override
  public Optional<String> last() {
    return seen ? Optional.of(SOMEBODY) : Optional.empty();
  }

  @Override
  public void close() {}
}
