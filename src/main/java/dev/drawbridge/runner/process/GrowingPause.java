package dev.drawbridge.runner.process;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: twice as long each time, up to a longest pause. */
public final class GrowingPause {

  private final Duration longest;
  private Duration next;

  public GrowingPause(Duration first, Duration longest) {
    this.next = first;
    this.longest = longest;
  }

  /** The pause that is due now. */
  public Duration next() {
    var due = next;
    var doubled = due.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return due;
  }

  /** The same, half as long to one and a half times as long: two runs do not stay in step. */
  public Duration nextUneven() {
    return next().multipliedBy(ThreadLocalRandom.current().nextInt(50, 150)).dividedBy(100);
  }
}
