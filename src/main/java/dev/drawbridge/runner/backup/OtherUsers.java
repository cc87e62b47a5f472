package dev.drawbridge.runner.backup;

import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.script.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;

/** Who else uses a database now. */
record OtherUsers(Sessions sessions) {

  private static final int MOST_NAMED = 5;

  /** What the server runs for itself has no user. */
  private static final String CONNECTED =
      """
      select coalesce(nullif(application_name, ''), 'a session without a name') || ' of user ' || usename
        || coalesce(' from ' || client_addr::text, '')
      from pg_catalog.pg_stat_activity
      where datname = current_database() and usename is not null and pid <> pg_catalog.pg_backend_pid()
        and coalesce(backend_type, 'client backend') = 'client backend'
        and application_name not like 'drawbridge/%' and application_name not like 'drawbridge-lock/%'
      order by 1
      """;

  /** Them, as a part of a sentence; empty if there is nobody. */
  Optional<String> find() throws SQLException {
    return sessions.dialect() == Dialect.SQLITE ? ofFile() : ofServer();
  }

  private Optional<String> ofServer() throws SQLException {
    var all = new ArrayList<String>();
    try (var session = sessions.open();
        var statement = session.createStatement();
        var rows = statement.executeQuery(CONNECTED)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    var named = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMED)));
    var rest = all.size() - MOST_NAMED;
    return Optional.of(rest > 0 ? "%s, and %d more".formatted(named, rest) : named);
  }

  /**
   * Whoever has a file with a write-ahead log open holds a shared lock on it all the while; without
   * such a log, only who is at work does. So the lock that shuts all others out is to be had while
   * there is nobody, and it goes with the session: nothing is written, whenever that ends. The
   * locking mode comes before anything is read, since a session that knows the log already shares
   * it with others.
   */
  private Optional<String> ofFile() throws SQLException {
    try (var session = sessions.open();
        var statement = session.createStatement()) {
      statement.execute("pragma locking_mode = exclusive");
      statement.execute("begin exclusive");
      statement.execute("rollback");
      return Optional.empty();
    } catch (SQLException failed) {
      if (ServerError.of(failed).trouble() != Trouble.LOCK_TIMEOUT) {
        throw failed;
      }
      return Optional.of("another program has the file open, or is at work in it");
    }
  }
}
