package dev.drawbridge.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * Opens sessions with their name and their limits, and knows which of them are at work on a
 * statement, so that such a statement can be watched and cancelled.
 */
public final class Sessions {

  private final ConnectionTarget target;
  private final SessionNames names;
  private final Limits limits;
  private final Set<PGConnection> busy = ConcurrentHashMap.newKeySet();

  public Sessions(ConnectionTarget target, SessionNames names, Limits limits) {
    this.target = target;
    this.names = names;
    this.limits = limits;
  }

  /** A new session that does work. The caller closes it. */
  public Connection open() throws SQLException {
    return limited(connect(names.working()));
  }

  /**
   * A new session that only holds the lock. Nothing is set in it before it is known to be ours
   * alone.
   */
  Connection openForLock() throws SQLException {
    var session = connect(names.lock());
    new DatabaseFitness(target, this::connectBeside).require(session);
    return limited(session);
  }

  private Connection connectBeside() throws SQLException {
    return connect(names.lock());
  }

  private Connection connect(String name) throws SQLException {
    return Objects.requireNonNull(new Driver().connect(target.url(), target.properties(name)));
  }

  private Connection limited(Connection session) throws SQLException {
    try {
      limits.applyTo(session);
      return session;
    } catch (SQLException failed) {
      session.close();
      throw failed;
    }
  }

  /** A script may have changed the limits of its session; the next one gets ours again. */
  public void limit(Connection session) throws SQLException {
    limits.applyTo(session);
  }

  public Limits limits() {
    return limits;
  }

  /** From now on {@code session} is at work on a statement. */
  public void begin(Connection session) throws SQLException {
    busy.add(session.unwrap(PGConnection.class));
  }

  /** The statement has ended, however it did. */
  public void end(Connection session) throws SQLException {
    busy.remove(session.unwrap(PGConnection.class));
  }

  /** The server's process ids of the sessions that are at work. */
  List<Integer> busy() {
    return busy.stream().map(PGConnection::getBackendPID).toList();
  }

  /** Cancels the statements that are under way. */
  public void cancel() {
    for (var session : busy) {
      try {
        session.cancelQuery();
      } catch (SQLException unreachable) {
        System.err.println("cannot cancel a statement: " + unreachable.getMessage());
      }
    }
  }
}
