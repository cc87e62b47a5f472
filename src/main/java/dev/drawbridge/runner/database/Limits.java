package dev.drawbridge.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The limits that hold in every session.
 *
 * @param lockTimeout how long a statement may wait for a lock
 * @param statementTimeout how long a statement may run
 */
public record Limits(Duration lockTimeout, Duration statementTimeout) {

  /**
   * Sets the limits. The server is also told to look after us: it ends a statement whose client is
   * gone (from PostgreSQL 14 on), and a session whose network is. Of what a statement remarks, only
   * warnings are sent: all of it would be kept in memory until the statement has ended.
   */
  public void applyTo(Connection session) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(
          """
          select set_config('lock_timeout', '%d', false), set_config('statement_timeout', '%d', false),
            set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
            set_config('tcp_keepalives_count', '3', false), set_config('client_min_messages', 'warning', false),
            case when current_setting('client_connection_check_interval', true) is not null
              then set_config('client_connection_check_interval', '1s', false) end
          """
              .formatted(lockTimeout.toMillis(), statementTimeout.toMillis()));
    }
  }
}
