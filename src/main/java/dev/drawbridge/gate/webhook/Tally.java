package dev.drawbridge.gate.webhook;

import java.time.Duration;

/** Hears of each request that was answered. */
@FunctionalInterface
public interface Tally {

  /**
   * A request was answered.
   *
   * @param took from its arrival to its answer, with the time that it waited for room
   */
  void answered(Verdict verdict, Duration took);
}
