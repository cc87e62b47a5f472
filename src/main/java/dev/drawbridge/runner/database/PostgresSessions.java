package dev.drawbridge.runner.database;

import dev.drawbridge.runner.script.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** Opens sessions of a PostgreSQL server, with their name and their limits. */
final class PostgresSessions implements Sessions {

  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private final ConnectionTarget target;
  private final SessionNames names;
  private final Limits limits;
  private final SpareSession spare;
  private final Set<PGConnection> busy = ConcurrentHashMap.newKeySet();

  PostgresSessions(ConnectionTarget target, SessionNames names, Limits limits) {
    this(target, names, limits, LONGEST_REST);
  }

  /**
   * @param longestRest how long a session is kept for whoever needs the next one
   */
  PostgresSessions(
      ConnectionTarget target, SessionNames names, Limits limits, Duration longestRest) {
    this.target = target;
    this.names = names;
    this.limits = limits;
    this.spare = new SpareSession(this::greet, longestRest);
  }

  /** One that was used before, where nobody can tell; else a new one. */
  @Override
  public Connection open() throws SQLException {
    var used = spare.take();
    return used == null ? prepared(connect(names.working()), spare::lend) : used;
  }

  /** Ends the session that is kept for the next one who needs one. */
  void closeSpare() {
    spare.close();
  }

  /**
   * A new session that only holds the lock. Nothing is set in it before it is known to be ours
   * alone.
   */
  Connection openForLock() throws SQLException {
    var session = connect(names.lock());
    new DatabaseFitness(target, this::connectBeside).require(session);
    return prepared(
        session,
        ready -> {
          limit(ready);
          return ready;
        });
  }

  private Connection connectBeside() throws SQLException {
    return connect(names.lock());
  }

  private Connection connect(String name) throws SQLException {
    return Objects.requireNonNull(new Driver().connect(target.url(), target.properties(name)));
  }

  /** What is to be done in a session before anybody gets it. */
  private interface Preparation {
    Connection prepare(Connection session) throws SQLException;
  }

  private static Connection prepared(Connection session, Preparation preparation)
      throws SQLException {
    try {
      return preparation.prepare(session);
    } catch (SQLException failed) {
      session.close();
      throw failed;
    }
  }

  /**
   * Sets the limits. The server is also told to look after us: it ends a statement whose client is
   * gone (from PostgreSQL 14 on), and a session whose network is, but not one that waits for
   * another of ours, whatever the limits of the database or the user. Of what a statement remarks,
   * only warnings are sent: all of it would be kept in memory until the statement has ended.
   */
  @Override
  public void limit(Connection session) throws SQLException {
    greet(session);
  }

  /** The same; tells whom the session works as, and where it looks for names. */
  private String greet(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(settings())) {
      row.next();
      return row.getString(1);
    }
  }

  private String settings() {
    return """
    select concat_ws(' ', current_user, current_setting('search_path')),
      set_config('lock_timeout', '%d', false), set_config('statement_timeout', '%d', false),
      set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
      set_config('tcp_keepalives_count', '3', false), set_config('client_min_messages', 'warning', false),
      set_config('idle_in_transaction_session_timeout', '0', false), %s, %s, %s
    """
        .formatted(
            limits.lockTimeout().toMillis(),
            limits.statementTimeout().toMillis(),
            whereKnown("client_connection_check_interval", "1s"),
            whereKnown("idle_session_timeout", "0"),
            whereKnown("transaction_timeout", "0"));
  }

  /** A setting that older servers do not have. */
  private static String whereKnown(String setting, String value) {
    return "case when current_setting('%1$s', true) is not null then set_config('%1$s', '%2$s', false) end"
        .formatted(setting, value);
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  /** There is nothing to wait for: each statement waits for what it locks. */
  @Override
  public void enter(Connection session) {}

  /** There is no such lock. */
  @Override
  public void awaitWritable() {}

  @Override
  public void readOnly(Connection session, boolean only) throws SQLException {
    session.setReadOnly(only);
  }

  @Override
  public Catalog catalog(Connection session, @Nullable String schema) {
    return new PostgresCatalog(session, schema);
  }

  @Override
  public void begin(Connection session) throws SQLException {
    spare.outdate();
    busy.add(session.unwrap(PGConnection.class));
  }

  @Override
  public void end(Connection session) throws SQLException {
    busy.remove(session.unwrap(PGConnection.class));
  }

  /** The server's process ids of the sessions that are at work. */
  List<Integer> busy() {
    return busy.stream().map(PGConnection::getBackendPID).toList();
  }

  @Override
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
