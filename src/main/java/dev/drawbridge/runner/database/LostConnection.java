package dev.drawbridge.runner.database;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Tells a connection that was lost, that the server has ended or that it did not grant, from a
 * statement that failed.
 */
public final class LostConnection {

  private LostConnection() {}

  /** The problem by which the connection was lost, if that is what {@code thrown} comes from. */
  public static Optional<SQLException> in(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException problem && is(problem)) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }

  /** Whether the server had no session left. */
  public static boolean isNotGranted(SQLException problem) {
    return SqlState.TOO_MANY_CONNECTIONS.equals(problem.getSQLState());
  }

  /** Whether {@code problem} means that the connection is gone. */
  public static boolean is(SQLException problem) {
    var state = problem.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || isNotGranted(problem));
  }
}
