package dev.drawbridge.runner.database;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sessions of runners that are dead. A server goes on with a statement whose client has died, so
 * the next attempt would start beside it. Whoever holds the database lock and has not begun yet
 * knows that every working session is such an orphan: it ends it where it has the right, else it
 * waits until it is gone.
 */
final class Orphans {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String WORKING =
      """
      select %s from pg_catalog.pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid()
        and starts_with(a.application_name, '%s')
      """
          .formatted(Session.COLUMNS, SessionNames.ANY_WORKING);

  private final Connection lockSession;
  private final Journal journal;
  private final StopSignal stop;

  Orphans(Connection lockSession, Journal journal, StopSignal stop) {
    this.lockSession = lockSession;
    this.journal = journal;
    this.stop = stop;
  }

  /** Returns when no session of an earlier attempt is left. */
  void clear() throws SQLException {
    var started = System.nanoTime();
    Set<Integer> known = new HashSet<>();
    for (var left = find(); !left.isEmpty(); left = find()) {
      for (var orphan : left) {
        if (known.add(orphan.pid())) {
          end(orphan);
        }
      }
      stop.pause(PAUSE);
    }
    if (!known.isEmpty()) {
      journal.tell(
          RunPhase.PREFLIGHT,
          State.FOUND,
          "earlier attempt",
          "its sessions are gone",
          Duration.ofNanos(System.nanoTime() - started).toMillis());
    }
  }

  private List<Session> find() throws SQLException {
    var found = new ArrayList<Session>();
    try (var statement = lockSession.createStatement();
        var rows = statement.executeQuery(WORKING)) {
      while (rows.next()) {
        found.add(Session.of(rows));
      }
    }
    return found;
  }

  private void end(Session orphan) throws SQLException {
    try (var statement = lockSession.createStatement()) {
      statement.execute("select pg_terminate_backend(" + orphan.pid() + ")");
      journal.tell(
          RunPhase.PREFLIGHT,
          State.FOUND,
          "earlier attempt",
          "its session was still at work and has been told to end: " + orphan.describe());
    } catch (SQLException forbidden) {
      if (!SqlState.MISSING_RIGHT.equals(forbidden.getSQLState())) {
        throw forbidden;
      }
      journal.tell(
          RunPhase.PREFLIGHT,
          State.WAITING,
          "earlier attempt",
          "its session is still at work, and this user may not end it, so it is waited for: "
              + orphan.describe());
    }
  }
}
