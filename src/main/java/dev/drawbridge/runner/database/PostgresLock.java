package dev.drawbridge.runner.database;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An advisory lock of a session of its own: it is free as soon as that session ends. */
final class PostgresLock implements DatabaseLock {

  /** One key for the whole database: the letters of "drawbrid" as a number. */
  private static final long KEY = 0x6472_6177_6272_6964L;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final String HOLDER =
      """
      select %s from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and l.classid = %d and l.objid = %d
        and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
      """
          .formatted(Session.COLUMNS, KEY >>> 32, KEY & 0xFFFF_FFFFL);

  private final Connection session;
  private final Journal journal;
  private final StopSignal stop;

  PostgresLock(Connection session, Journal journal, StopSignal stop) {
    this.session = session;
    this.journal = journal;
    this.stop = stop;
  }

  @Override
  public void endOrphans() throws SQLException {
    new Orphans(session, journal, stop).clear();
  }

  @Override
  public void acquire() throws SQLException {
    var pause = new GrowingPause(Duration.ofMillis(50), LONGEST_PAUSE);
    String told = null;
    while (!tryOnce()) {
      var holder = holder();
      if (holder != null && !holder.equals(told)) {
        journal.tell(
            RunPhase.PREFLIGHT,
            State.WAITING,
            "database lock",
            "held by another run: " + holder + ". This run starts when it has ended.");
        told = holder;
      }
      if (stop.awaitFor(pause.next())) {
        throw stopped(told);
      }
    }
  }

  /** A deadline that passes here was not too short for the scripts: they never had their turn. */
  private RuntimeException stopped(@Nullable String holder) {
    if (stop.reason().filter(Reason.DEADLINE_EXCEEDED::equals).isEmpty()) {
      return stop.interrupted();
    }
    return Ending.of(
            Exit.INTERRUPTED,
            Reason.DEADLINE_EXCEEDED,
            "The deadline passed while the run waited for the database lock, which another run holds: %s. Nothing was applied. Give both Migrations the same database.queue, so that one starts when the other has ended; then set the annotation drawbridge.dev/retry."
                .formatted(holder == null ? "who it is cannot be seen" : holder))
        .asException();
  }

  private boolean tryOnce() throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private @Nullable String holder() throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(HOLDER)) {
      return row.next() ? Session.of(row).describe() : null;
    }
  }

  @Override
  public void verify() throws SQLException {
    if (!session.isValid(5)) {
      throw Ending.of(
              Exit.INTERRUPTED,
              Reason.INTERRUPTED,
              "The session that holds the database lock was lost, so this run was ended: another may have begun. Look at the server's log, then set the annotation drawbridge.dev/retry.")
          .asException();
    }
  }
}
