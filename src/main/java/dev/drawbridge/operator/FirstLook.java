package dev.drawbridge.operator;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once in a process, at the first look at a Migration: it tells how long the start has
 * taken, and later gives back the memory that the first lists have taken.
 */
final class FirstLook {

  private static final Logger LOGGER = LoggerFactory.getLogger(FirstLook.class);
  private static final int SECONDS_TO_LOOK_AT_ALL = 30;

  private final AtomicBoolean taken = new AtomicBoolean();

  void taken(Instant now) {
    if (taken.compareAndSet(false, true)) {
      // Not the start of the process as the operating system gives it: that is to the second only.
      var start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
      LOGGER.info(
          "first look at a Migration {} ms after the start of the process",
          Duration.between(start, now).toMillis());
      // The serial collector gives memory back only when it collects everything, and while little
      // happens that is never.
      CompletableFuture.delayedExecutor(SECONDS_TO_LOOK_AT_ALL, TimeUnit.SECONDS)
          .execute(System::gc);
    }
  }
}
