package dev.drawbridge.runner.database.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * A session whose transaction can be rolled back although SQLite has done so by itself, as it does
 * when a statement is interrupted or the disk is full. The driver takes that for a mistake.
 */
final class RollingBack {

  private RollingBack() {}

  static Connection over(Connection session) {
    return (Connection)
        Proxy.newProxyInstance(
            RollingBack.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, called, arguments) -> {
              try {
                if (called.getName().equals("rollback") && arguments == null) {
                  rollback(session);
                  return null;
                }
                return called.invoke(session, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static void rollback(Connection session) throws SQLException {
    try {
      session.rollback();
    } catch (SQLException failed) {
      if (!Objects.requireNonNullElse(failed.getMessage(), "")
          .contains("no transaction is active")) {
        throw failed;
      }
      // The driver begins the next transaction only after one that it has ended itself.
      execute(session, "begin");
    }
  }

  static void execute(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }
}
