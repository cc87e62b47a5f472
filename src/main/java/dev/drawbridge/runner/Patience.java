package dev.drawbridge.runner;

import java.time.Duration;

/**
 * How long the runner waits where the spec says nothing.
 *
 * @param connect how long a database that does not answer is tried
 * @param beforeDeadline how long before its deadline the run is interrupted, so that it can still
 *     roll back and say so
 * @param unwind how long an interrupted run may take to roll back before the process ends without
 *     it
 */
record Patience(Duration connect, Duration beforeDeadline, Duration unwind) {

  static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofMillis(3500));
}
