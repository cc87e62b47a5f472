package dev.drawbridge.runner.database;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Whether a run can be done over a connection: the database takes writes, and a session stays the
 * same from one transaction to the next. Where a pooler lends sessions for single transactions,
 * neither the run's lock nor its limits would hold, and the limits would be left to others.
 */
final class DatabaseFitness {

  private static final int ROUNDS = 3;

  private final ConnectionTarget target;
  private final Opening another;

  /** Opens a session. */
  interface Opening {
    Connection open() throws SQLException;
  }

  /**
   * What a server says of itself.
   *
   * @param process the number of the server's process behind the session
   * @param recovers whether it only follows another server, or is being restored
   * @param readsOnly whether a transaction may not write
   */
  private record Server(int process, boolean recovers, boolean readsOnly) {}

  DatabaseFitness(ConnectionTarget target, Opening another) {
    this.target = target;
    this.another = another;
  }

  /** Ends the run if it cannot be done over {@code session}. */
  void require(Connection session) throws SQLException {
    var server = look(session);
    if (server.recovers()) {
      throw refused(
          Reason.READ_ONLY_DATABASE,
          "%s is in recovery: a read replica, or a server that is being restored. It takes no writes.",
          "Write the primary's host into %s, or several hosts with targetServerType=primary"
              .formatted(Place.here().access(target.secret())));
    }
    if (server.readsOnly()) {
      throw refused(
          Reason.READ_ONLY_DATABASE,
          "%s takes no writes from this user: default_transaction_read_only is on.",
          "Turn that off for the user or the database, or name another user in "
              + Place.here().access(target.secret()));
    }
    // A pooler makes up the number by which a client may cancel its statements.
    if (server.process() != session.unwrap(PGConnection.class).getBackendPID()
        && isShared(session, server.process())) {
      throw refused(
          Reason.POOLED_CONNECTION,
          "%s is reached through a pooler that lends a session for one transaction, as PgBouncer does in its transaction mode. The run's lock and its limits would not hold.",
          Place.here().directAccess(target.secret()));
    }
  }

  /** Two sessions with one process behind them, or one session with two. */
  private boolean isShared(Connection session, int process) throws SQLException {
    try (var second = another.open()) {
      for (var round = 0; round < ROUNDS; round++) {
        if (look(second).process() == process || look(session).process() != process) {
          return true;
        }
      }
      return false;
    }
  }

  private static Server look(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var row =
            statement.executeQuery(
                "select pg_backend_pid(), pg_is_in_recovery(),"
                    + " current_setting('transaction_read_only')::boolean")) {
      row.next();
      return new Server(row.getInt(1), row.getBoolean(2), row.getBoolean(3));
    }
  }

  private EndedException refused(Reason reason, String what, String advice) {
    return Ending.refused(
            reason,
            what.formatted(target.display()),
            "%s, then %s.".formatted(advice, Place.here().retry()))
        .asException();
  }
}
