package dev.drawbridge.runner.database;

import dev.drawbridge.runner.process.Clip;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody on our database, as far as the server lets us see it.
 *
 * @param since when its transaction began, as the server writes it
 * @param query its current or last query
 */
record Session(
    int pid,
    @Nullable String application,
    @Nullable String user,
    @Nullable String since,
    @Nullable String query) {

  /** The columns that {@link #of} reads, of {@code pg_stat_activity} as {@code a}. */
  static final String COLUMNS =
      "a.pid, a.application_name, a.usename, to_char(a.xact_start at time zone 'UTC',"
          + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), left(a.query, 300)";

  static Session of(ResultSet row) throws SQLException {
    return new Session(
        row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
  }

  /** One line for people. */
  String describe() {
    var text = new StringBuilder("pid ").append(pid);
    if (application != null && !application.isEmpty()) {
      text.append(" (").append(application).append(')');
    }
    if (user != null) {
      text.append(" of user ").append(user);
    }
    if (since != null) {
      text.append(", in its transaction since ").append(since);
    }
    if (query != null && !query.isBlank()) {
      text.append(": ").append(Clip.toCharacters(query.strip(), 120));
    }
    return text.toString();
  }
}
