package dev.drawbridge.runner.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody on our database, as far as the server lets us see it.
 *
 * <p>Its query is not shown: what others write there, secrets among it, is theirs.
 *
 * @param since when its transaction began, as the server writes it
 * @param state what it is doing: active, idle in transaction
 * @param waitsFor the kind and name of its wait
 */
record Session(
    int pid,
    @Nullable String application,
    @Nullable String user,
    @Nullable String since,
    @Nullable String state,
    @Nullable String waitsFor) {

  /** The columns that {@link #of} reads, of {@code pg_stat_activity} as {@code a}. */
  static final String COLUMNS =
      "a.pid, a.application_name, a.usename, to_char(a.xact_start at time zone 'UTC',"
          + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), a.state,"
          + " nullif(concat_ws(' ', a.wait_event_type, a.wait_event), '')";

  static Session of(ResultSet row) throws SQLException {
    return new Session(
        row.getInt(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6));
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
    if (state != null) {
      text.append(", ").append(state);
    }
    if (waitsFor != null) {
      text.append(", waiting (").append(waitsFor).append(')');
    }
    return text.toString();
  }
}
