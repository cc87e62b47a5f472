package dev.drawbridge.operator;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once how long the process took from its start to its first look at a Migration. */
final class FirstLook {

  private static final Logger LOGGER = LoggerFactory.getLogger(FirstLook.class);

  private final AtomicBoolean taken = new AtomicBoolean();

  void taken(Instant now) {
    if (taken.compareAndSet(false, true)) {
      // Not the start of the process as the operating system gives it: that is to the second only.
      var start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
      LOGGER.info(
          "first look at a Migration {} ms after the start of the process",
          Duration.between(start, now).toMillis());
    }
  }
}
