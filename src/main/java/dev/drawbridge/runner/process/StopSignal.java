package dev.drawbridge.runner.process;

import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the run has been asked to stop, and why. Every wait in the runner is a wait for this, so
 * that none outlives it.
 */
public final class StopSignal {

  private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
  private final CountDownLatch given = new CountDownLatch(1);

  /** Asks the run to stop. Only the first reason counts. */
  public void give(Reason why) {
    reason.compareAndSet(null, why);
    given.countDown();
  }

  public Optional<Reason> reason() {
    return Optional.ofNullable(reason.get());
  }

  private boolean isGiven() {
    return given.getCount() == 0;
  }

  /** Waits for {@code duration}, or less if the signal comes; tells whether it has come. */
  public boolean awaitFor(Duration duration) {
    try {
      return given.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Waits for {@code duration} and ends the run if the signal comes. */
  public void pause(Duration duration) {
    awaitFor(duration);
    check();
  }

  /** Ends the run if the signal has come. */
  public void check() {
    if (isGiven()) {
      throw interrupted();
    }
  }

  /** What unwinds the run once the signal has come. */
  public Interrupted interrupted() {
    return new Interrupted();
  }

  /** Unwinds the run after the signal. What it says is decided at the end, where all is known. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("the run was asked to stop", null, false, false);
    }
  }
}
