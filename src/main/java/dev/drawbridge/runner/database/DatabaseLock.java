package dev.drawbridge.runner.database;

import java.sql.SQLException;

/**
 * What keeps two runs from working on one database at a time. It ends with its process, however
 * that ends.
 */
public interface DatabaseLock {

  /** Waits until no other run holds the lock; says what it waits for. */
  void acquire() throws SQLException;

  /** Ends, or waits for, what a run that is dead has still at work. */
  void endOrphans() throws SQLException;

  /** Ends the run if the lock is lost, for then another may have begun. */
  void verify() throws SQLException;
}
