package dev.drawbridge.act;

import dev.drawbridge.api.Migration;

/** What came of a verdict's actions. */
public sealed interface Result {

  /**
   * All were done.
   *
   * @param migration as it is now
   */
  record Done(Migration migration) implements Result {}

  /** The API server does not want the Job, or the Rollback, and says why. */
  record Refused(Migration migration, String message) implements Result {}

  /** Another run took the place first. */
  record Overtaken(Migration migration, String by) implements Result {}
}
