package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.runner.database.Catalog;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/** Sessions on a file. SQLite has no limits of its own, so they are kept from here. */
final class SqliteSessions implements Sessions {

  private final String place;
  private final boolean enforcesForeignKeys;
  private final Limits limits;
  private final StopSignal stop;
  private final SqliteBlockers blockers;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("statement-timeout").unstarted(work));
  private final Map<SQLiteConnection, Future<?>> busy = new ConcurrentHashMap<>();

  /**
   * @param place the path of the file, or SQLite's name for memory
   */
  SqliteSessions(
      String place,
      boolean enforcesForeignKeys,
      Limits limits,
      StopSignal stop,
      SqliteBlockers blockers) {
    this.place = place;
    this.enforcesForeignKeys = enforcesForeignKeys;
    this.limits = limits;
    this.stop = stop;
    this.blockers = blockers;
  }

  @Override
  public Connection open() throws SQLException {
    var configuration = new SQLiteConfig();
    configuration.enforceForeignKeys(enforcesForeignKeys);
    var opened = new JDBC().connect("jdbc:sqlite:" + place, configuration.toProperties());
    var session = RollingBack.over(Objects.requireNonNull(opened));
    limit(session);
    return session;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void limit(Connection session) throws SQLException {
    BusyHandler.setHandler(exact(session), new Waiting(limits.lockTimeout(), stop, blockers));
  }

  /**
   * The lock for writing is taken at the beginning: a script that reads first could find later that
   * somebody else has written meanwhile, and would wait for its lock in vain.
   */
  @Override
  public void enter(Connection session) throws SQLException {
    if (session.getAutoCommit()) {
      return;
    }
    RollingBack.execute(session, "rollback");
    try {
      RollingBack.execute(session, "begin immediate");
    } catch (SQLException notFree) {
      RollingBack.execute(session, "begin");
      throw notFree;
    }
  }

  @Override
  public void awaitWritable() throws SQLException {
    try (var session = open()) {
      RollingBack.execute(session, "begin immediate");
      RollingBack.execute(session, "rollback");
    }
  }

  @Override
  public void readOnly(Connection session, boolean only) throws SQLException {
    // To attach a file is to create it.
    exact(session).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    RollingBack.execute(session, "pragma query_only = " + only);
  }

  @Override
  public void begin(Connection session) throws SQLException {
    begin(session, limits.statementTimeout());
  }

  /** The same, with a limit of its own. */
  void begin(Connection session, Duration timeout) throws SQLException {
    var exact = exact(session);
    busy.put(
        exact, watch.schedule(() -> interrupt(exact), timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void end(Connection session) throws SQLException {
    var timeout = busy.remove(exact(session));
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  @Override
  public void cancel() {
    busy.keySet().forEach(SqliteSessions::interrupt);
  }

  private static void interrupt(SQLiteConnection session) {
    try {
      session.getDatabase().interrupt();
    } catch (SQLException closed) {
      System.err.println("cannot cancel a statement: " + closed.getMessage());
    }
  }

  private static SQLiteConnection exact(Connection session) throws SQLException {
    return session.unwrap(SQLiteConnection.class);
  }

  @Override
  public Catalog catalog(Connection session, @Nullable String schema) {
    return new SqliteCatalog(session);
  }
}
