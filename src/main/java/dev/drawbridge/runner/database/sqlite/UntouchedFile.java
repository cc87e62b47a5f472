package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that no run has worked on yet, for a plan alone: nothing is made in its place or beside
 * it, so there is nothing that could be locked. Where there is no file, an empty database in memory
 * stands for it.
 */
public final class UntouchedFile implements RunDatabase, ReachedDatabase, DatabaseLock {

  /** Stands for the mark, which the first run makes. */
  private static final String NO_MARK = "-";

  private final DatabaseFile file;
  private final Journal journal;
  private final StopSignal stop;
  private final SqliteBlockers blockers;
  private final SqliteSessions sessions;

  public UntouchedFile(
      DatabaseFile file,
      boolean enforcesForeignKeys,
      Limits limits,
      Journal journal,
      StopSignal stop) {
    this.file = file;
    this.journal = journal;
    this.stop = stop;
    this.blockers = new SqliteBlockers(journal);
    var place = file.exists() ? file.path().toString() : ":memory:";
    this.sessions = new SqliteSessions(place, enforcesForeignKeys, limits, stop, blockers);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public ReachedDatabase reach() {
    stop.check();
    file.requireFileOrNothing();
    return this;
  }

  /** A plan starts no tool. */
  @Override
  public void letToolsIn(SharedFolder shared) {}

  @Override
  public Closing.Database identity() {
    return new Closing.Database(NO_MARK, file.name());
  }

  @Override
  public String adviceIfOther() {
    return "%s is not there, or not the file %s beside it. Mount the right volume, or put back what was lost; then %s."
        .formatted(file.display(), file.lockFile().getFileName(), Place.here().retry());
  }

  @Override
  public DatabaseLock lock() {
    return this;
  }

  @Override
  public void acquire() throws SQLException {
    if (file.exists()) {
      new Opening(file, sessions, journal, false).open();
      return;
    }
    journal.tell(
        RunPhase.PREFLIGHT,
        State.FOUND,
        "database " + file.name(),
        "does not exist; a run creates it");
  }

  @Override
  public void endOrphans() {}

  @Override
  public void verify() {}

  @Override
  public @Nullable String schema() {
    return null;
  }

  @Override
  public void lookBack(RunPhase phase) {}

  @Override
  public Optional<Connection> observer() {
    return Optional.empty();
  }

  @Override
  public Blockers watch() {
    return blockers;
  }

  @Override
  public void close() {}
}
