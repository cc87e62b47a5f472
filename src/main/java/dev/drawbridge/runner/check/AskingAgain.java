package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long checks that do not pass are asked again, all of them together: a service that has just
 * been rolled out may take a while.
 */
public final class AskingAgain {

  /** Each check is asked once, but for a URL, which has a time of its own. */
  static final AskingAgain NONE = new AskingAgain(Duration.ZERO);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration time;
  private final long until;

  private AskingAgain(Duration time) {
    this.time = time;
    until = System.nanoTime() + time.toNanos();
  }

  /** One that begins now. */
  public static AskingAgain of(Duration time) {
    return new AskingAgain(time);
  }

  /** One look at a check. */
  @FunctionalInterface
  interface Look {
    CheckResult take() throws SQLException;
  }

  /** How long a URL is asked again. */
  Duration within(Check.Http check) {
    return time.isZero() ? check.withinOrDefault() : check.withinOr(left());
  }

  private Duration left() {
    var left = Duration.ofNanos(until - System.nanoTime());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Looks until the check passes or the time is over; at least once. */
  CheckResult untilPassed(Check check, Look look, StopSignal stop) throws SQLException {
    var result = look.take();
    if (check.http() != null) {
      return result;
    }
    var pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    var attempts = 1;
    while (!result.passed() && !left().isZero()) {
      stop.pause(pause.next());
      result = look.take();
      attempts++;
    }
    return attempts == 1 ? result : result.after(attempts);
  }
}
