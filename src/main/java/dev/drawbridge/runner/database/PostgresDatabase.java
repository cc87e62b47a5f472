package dev.drawbridge.runner.database;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database on a PostgreSQL server.
 *
 * @param patience how long a server that does not answer is tried
 */
public record PostgresDatabase(
    ConnectionTarget target,
    SessionNames names,
    PostgresSessions sessions,
    Journal journal,
    StopSignal stop,
    Duration patience)
    implements RunDatabase {

  public PostgresDatabase(
      ConnectionTarget target,
      SessionNames names,
      Limits limits,
      Journal journal,
      StopSignal stop,
      Duration patience) {
    this(target, names, new PostgresSessions(target, names, limits), journal, stop, patience);
  }

  @Override
  public ReachedDatabase reach() {
    return new Reached(new FirstConnection(target, sessions, journal, stop, patience).open());
  }

  @Override
  public void letToolsIn(SharedFolder shared) throws IOException {
    new AccessFiles(target, names.working()).write(shared);
  }

  /** It is held by a session of its own, which does nothing else but look. */
  private final class Reached implements ReachedDatabase {

    private final Connection lockSession;

    Reached(Connection lockSession) {
      this.lockSession = lockSession;
    }

    @Override
    public Closing.Database identity() throws SQLException {
      return Identity.of(lockSession);
    }

    @Override
    public String adviceIfOther() {
      return "If the database has moved for good, put its access into a Secret with another name and write that name to spec.database.secretRef: only another Secret clears what was verified. If not, correct the Secret %s and %s."
          .formatted(target.secret(), Place.here().retry());
    }

    @Override
    public DatabaseLock lock() {
      return new PostgresLock(lockSession, journal, stop);
    }

    @Override
    public @Nullable String schema() throws SQLException {
      return lockSession.getSchema();
    }

    /** The server has seen to all of it. */
    @Override
    public void lookBack(RunPhase phase) {}

    @Override
    public Optional<Connection> observer() {
      return Optional.of(lockSession);
    }

    @Override
    public Blockers watch() {
      return PostgresBlockers.watch(sessions, lockSession, journal);
    }

    @Override
    public void close() throws SQLException {
      sessions.closeSpare();
      lockSession.close();
    }
  }
}
