package dev.drawbridge.runner.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session for scripts, which forgets the rows that a statement returns. Who applies scripts keeps
 * all rows of all statements until the script has ended, for an output that nobody sees here, and a
 * script that selects a million of them would fill the memory. They are still read: only so the
 * statement is executed to its end.
 */
final class ForgetfulSession {

  private static final int ROWS_AT_A_TIME = 100;

  private ForgetfulSession() {}

  static Connection over(Connection session) {
    return replacing(
        Connection.class,
        session,
        "createStatement",
        found -> statement((Statement) Objects.requireNonNull(found)));
  }

  private static Statement statement(Statement statement) {
    return replacing(
        Statement.class,
        statement,
        "execute",
        found -> {
          forgetRows(statement, Boolean.TRUE.equals(found));
          return false;
        });
  }

  private static void forgetRows(Statement statement, boolean hasRows) {
    try {
      if (hasRows) {
        try (var rows = statement.getResultSet()) {
          while (rows.next()) {}
        }
      }
    } catch (SQLException failed) {
      throw new Unreadable(failed);
    }
  }

  /** Carries a failure to where it may be thrown. */
  private static final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unreadable(SQLException cause) {
      super(cause);
    }
  }

  /** {@code target}, where what {@code method} returns is replaced. */
  private static <T> T replacing(
      Class<T> type, T target, String method, UnaryOperator<@Nullable Object> replacement) {
    return type.cast(
        Proxy.newProxyInstance(
            ForgetfulSession.class.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) -> {
              try {
                if (called.getName().equals("execute")) {
                  ((Statement) target).setFetchSize(ROWS_AT_A_TIME);
                }
                var found = called.invoke(target, arguments);
                return called.getName().equals(method) ? replacement.apply(found) : found;
              } catch (InvocationTargetException | Unreadable thrown) {
                throw Objects.requireNonNull(thrown.getCause());
              }
            }));
  }
}
