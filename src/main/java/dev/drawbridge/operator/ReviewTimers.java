package dev.drawbridge.operator;

import dev.drawbridge.gate.webhook.Tally;
import dev.drawbridge.gate.webhook.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Counts and times what the webhook answers, by verdict. */
final class ReviewTimers implements Tally {

  private final Map<Verdict, Timer> timers = new EnumMap<>(Verdict.class);

  ReviewTimers(MeterRegistry registry) {
    Stream.of(Verdict.values())
        .forEach(verdict ->
            timers.put(
                verdict, registry.timer("drawbridge.webhook.review", "verdict", verdict.word())));
  }

  @Override
  public void answered(Verdict verdict, Duration took) {
    timers.get(verdict).record(took);
  }
}
