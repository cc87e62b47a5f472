package dev.drawbridge.operator;

import dev.drawbridge.gate.webhook.Tally;
import dev.drawbridge.gate.webhook.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** Counts and times what the webhook answers, by verdict. */
record ReviewTimers(MeterRegistry registry) implements Tally {

  /** Each verdict is there from the beginning, so that its first one is an increase. */
  ReviewTimers {
    Stream.of(Verdict.values()).forEach(verdict -> timer(registry, verdict));
  }

  @Override
  public void answered(Verdict verdict, Duration took) {
    timer(registry, verdict).record(took);
  }

  private static Timer timer(MeterRegistry registry, Verdict verdict) {
    return Timer.builder("drawbridge.webhook.review")
        .tag("verdict", verdict.word())
        .description(
            "Requests that this replica's webhook has answered, and how long that took; Failed are those that could not be judged, so that the write was refused.")
        .register(registry);
  }
}
