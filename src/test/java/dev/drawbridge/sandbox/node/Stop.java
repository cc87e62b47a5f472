package dev.drawbridge.sandbox.node;

import java.time.Duration;

/** Why a pod is ended from outside, and how long its containers are given. */
sealed interface Stop {

  Duration grace();

  /** The pod is being deleted. */
  record Deleted(Duration grace) implements Stop {}

  /** Its time is up. */
  record DeadlineExceeded(Duration grace) implements Stop {}

  /** The node itself ends: nothing is reported any more. */
  record Abandoned() implements Stop {
    @Override
    public Duration grace() {
      return Duration.ZERO;
    }
  }
}
