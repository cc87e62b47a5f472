package dev.drawbridge.runner.database;

/** The SQL states that more than one place of the runner looks at. */
public final class SqlState {

  /** The user lacks a right. */
  public static final String MISSING_RIGHT = "42501";

  /** A lock was not free within the lock timeout. */
  public static final String LOCK_TIMEOUT = "55P03";

  /** The statement was cancelled: by its timeout, by us or by somebody else. */
  public static final String CANCELLED = "57014";

  /** No session is left for the user. */
  public static final String TOO_MANY_CONNECTIONS = "53300";

  private SqlState() {}
}
