package dev.drawbridge.runner.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Keeps one session that was given back, for whoever needs the next one: to log in costs more than
 * most questions do.
 *
 * <p>No reset undoes for certain what a statement of the user's may have changed: its own session,
 * or by {@code alter role … set} what a new session begins with. So a session is used again only if
 * no such statement has begun anywhere since it was opened, and if it looks as it did then.
 */
final class SpareSession {

  private final Greeting greeting;
  private final Duration longestRest;
  private long statements;
  private @Nullable Lent spare;

  /** Gives a session its limits, and tells what else has to be the same in it as in a new one. */
  interface Greeting {
    String greet(Connection session) throws SQLException;
  }

  /**
   * @param longestRest after which a session is not trusted: what lies between may have forgotten
   *     it without a word
   */
  SpareSession(Greeting greeting, Duration longestRest) {
    this.greeting = greeting;
    this.longestRest = longestRest;
  }

  /** The session that was kept, as if it were new; null if there is none that can be used. */
  synchronized @Nullable Connection take() {
    var kept = spare;
    spare = null;
    if (kept == null || !kept.isAsNew()) {
      close(kept);
      return null;
    }
    return lend(kept.session, kept.look);
  }

  /** {@code session}, which is new, and comes back here when it is closed. */
  Connection lend(Connection session) throws SQLException {
    return lend(session, greeting.greet(session));
  }

  private synchronized Connection lend(Connection session, String look) {
    return (Connection)
        Proxy.newProxyInstance(
            SpareSession.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Lent(session, look, statements));
  }

  /**
   * A statement of the user's begins: all sessions that are open now are closed after their use.
   */
  synchronized void outdate() {
    statements++;
    close();
  }

  synchronized void close() {
    close(spare);
    spare = null;
  }

  private static void close(@Nullable Lent kept) {
    try {
      if (kept != null) {
        kept.session.close();
      }
    } catch (SQLException gone) {
      // It is closed, then.
    }
  }

  private synchronized void giveBack(Lent used) throws SQLException {
    if (spare == null && used.openedAt == statements && used.isQuiet()) {
      used.restsSince = System.nanoTime();
      spare = used;
    } else {
      used.session.close();
    }
  }

  /** A session in use, or the one that rests. */
  private final class Lent implements java.lang.reflect.InvocationHandler {

    private final Connection session;
    private final String look;
    private final long openedAt;
    private long restsSince;
    private boolean isBack;

    Lent(Connection session, String look, long openedAt) {
      this.session = session;
      this.look = look;
      this.openedAt = openedAt;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments)
        throws Throwable {
      if (called.getName().equals("close")) {
        closeOnce();
        return null;
      }
      if (called.getName().equals("isClosed")) {
        return isBack || session.isClosed();
      }
      if (isBack) {
        throw new SQLException("the session was closed");
      }
      try {
        return called.invoke(session, arguments);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }

    private void closeOnce() throws SQLException {
      if (!isBack) {
        isBack = true;
        giveBack(this);
      }
    }

    private boolean isQuiet() throws SQLException {
      return !session.isClosed()
          && session.getAutoCommit()
          && !session.isReadOnly()
          && session.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    /** Flyway leaves a role behind; where it has failed, also its lock. */
    private boolean isAsNew() {
      if (System.nanoTime() - restsSince > longestRest.toNanos()) {
        return false;
      }
      try (var statement = session.createStatement()) {
        statement.execute("reset role");
        statement.execute("select pg_catalog.pg_advisory_unlock_all()");
        return look.equals(greeting.greet(session));
      } catch (SQLException gone) {
        return false;
      }
    }
  }
}
