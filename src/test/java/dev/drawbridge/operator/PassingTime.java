package dev.drawbridge.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of an operator under test: it goes as all do, and a test may put it forward. */
final class PassingTime extends Clock {

  private final Clock real = Clock.tickMillis(ZoneOffset.UTC);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  void passes(Duration time) {
    ahead.accumulateAndGet(time, Duration::plus);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return real.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the operator knows one zone only");
  }
}
