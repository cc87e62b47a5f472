package dev.drawbridge.runner.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session for scripts, which keeps of the rows that a statement returns the first ones only. Who
 * applies scripts collects all rows, and a script that selects a million of them would fill the
 * memory. The others are still read: only so the statement is executed to its end.
 */
final class ForgetfulSession {

  private static final int ROWS_KEPT = 20;
  private static final int ROWS_AT_A_TIME = 500;

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
        "getResultSet",
        found -> found == null ? null : firstRows((ResultSet) found));
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
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private static ResultSet firstRows(ResultSet rows) {
    return (ResultSet)
        Proxy.newProxyInstance(
            ForgetfulSession.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (_, called, arguments) -> {
              try {
                return called.getName().equals("next")
                    ? next(rows)
                    : called.invoke(rows, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static boolean next(ResultSet rows) throws SQLException {
    var there = rows.next();
    if (there && rows.getRow() > ROWS_KEPT) {
      while (there) {
        there = rows.next();
      }
    }
    return there;
  }
}
