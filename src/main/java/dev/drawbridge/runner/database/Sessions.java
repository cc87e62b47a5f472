package dev.drawbridge.runner.database;

import dev.drawbridge.runner.script.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions with their limits, and knows which of them are at work on a statement, so that
 * such a statement can be watched and cancelled.
 */
public interface Sessions {

  /** A session that does work, as new as it can be known to be. The caller closes it. */
  Connection open() throws SQLException;

  Limits limits();

  /** In which SQL it is spoken to. */
  Dialect dialect();

  /** A script may have changed the limits of its session; the next one gets ours again. */
  void limit(Connection session) throws SQLException;

  /**
   * A script is about to begin in {@code session}, in a transaction or outside of any: what can
   * only be waited for before its first statement is waited for now.
   */
  void enter(Connection session) throws SQLException;

  /**
   * Waits until something can be written at all, as a statement waits for a lock: where one lock is
   * for everything, it may be somebody else's.
   */
  void awaitWritable() throws SQLException;

  /** From now on {@code session} can only read, or can write again. */
  void readOnly(Connection session, boolean only) throws SQLException;

  /** From now on {@code session} is at work on a statement of the user's. */
  void begin(Connection session) throws SQLException;

  /** The statement has ended, however it did. */
  void end(Connection session) throws SQLException;

  /** Cancels the statements that are under way. */
  void cancel();

  /**
   * What is in the database.
   *
   * @param schema where names are looked for that are written without one; null for where the
   *     session looks itself
   */
  Catalog catalog(Connection session, @Nullable String schema);
}
