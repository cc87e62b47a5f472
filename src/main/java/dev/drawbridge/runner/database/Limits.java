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
   * gone (from PostgreSQL 14 on), and a session whose network is.
   */
  public void applyTo(Connection session) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(
          """
          set lock_timeout = %d; set statement_timeout = %d;
          set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
          select set_config(name, '1s', false) from pg_catalog.pg_settings where name = 'client_connection_check_interval'
          """
              .formatted(lockTimeout.toMillis(), statementTimeout.toMillis()));
    }
  }
}
