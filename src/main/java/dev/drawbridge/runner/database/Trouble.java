package dev.drawbridge.runner.database;

/** What kind of trouble an error of a database means, as far as the runner makes a difference. */
public enum Trouble {
  /** The connection is gone, or was not granted. */
  CONNECTION_LOST,
  /** A lock was not free within the lock timeout. */
  LOCK_TIMEOUT,
  /** The statement was cancelled: by its timeout, by us or by somebody else. */
  CANCELLED,
  /** The user lacks a right. */
  MISSING_RIGHT,
  /** Nothing may be written here and now. */
  READ_ONLY,
  /** There is no such table, schema or column. */
  NOTHING_THERE,
  /** There is no room left. */
  DISK_FULL,
  /** What is stored is damaged, or no database at all. */
  DAMAGED,
  /** Anything else: the statement is wrong, or what it meets. */
  OTHER
}
