package dev.drawbridge.runner.database;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** An advisory lock of a session of its own: it is free as soon as that session ends. */
final class PostgresLock implements DatabaseLock {

  /** One key for the whole database: the letters of "drawbrid" as a number. */
  private static final long KEY = 0x6472_6177_6272_6964L;

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
    new LockWait("the database lock", journal, stop).until(this::tryOnce, this::holder);
  }

  private boolean tryOnce() throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private Optional<String> holder() throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(HOLDER)) {
      return row.next() ? Optional.of(Session.of(row).describe()) : Optional.empty();
    }
  }

  @Override
  public void verify() throws SQLException {
    if (!session.isValid(5)) {
      throw Ending.of(
              Exit.INTERRUPTED,
              Reason.INTERRUPTED,
              "The session that holds the database lock was lost, so this run was ended: another may have begun. Look at the server's log, then %s."
                  .formatted(Place.here().retry()))
          .asException();
    }
  }
}
