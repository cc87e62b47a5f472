package dev.drawbridge.runner.database;

import java.sql.SQLException;

/**
 * What keeps two runs from working on one database at a time. It ends with its process, however
 * that ends.
 */
public interface DatabaseLock {

  /**
   * Waits until no other run holds the lock, and nothing of a run that is dead is still at work;
   * says what it waits for.
   */
  void acquire() throws SQLException;

  /** Ends the run if the lock is lost, for then another may have begun. */
  void verify() throws SQLException;
}
