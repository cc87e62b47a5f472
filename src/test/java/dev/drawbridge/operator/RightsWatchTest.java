package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RightsWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final List<String> JOBS = List.of("create batch jobs in all namespaces");

  private final AtomicInteger asked = new AtomicInteger();
  private final RightsWatch watch = new RightsWatch(Clock.fixed(NOW, ZoneOffset.UTC));

  private Supplier<List<String>> answering(List<String> missing) {
    return () -> {
      asked.incrementAndGet();
      return missing;
    };
  }

  @Test
  void nobodyAsksBeforeARefusal() {
    watch.askIfDue(answering(JOBS));

    assertThat(asked).hasValue(0);
    assertThat(watch.known()).isEmpty();
  }

  @Test
  void whatIsMissingIsKnownSoonAfterARefusal() {
    watch.refused();

    watch.askIfDue(answering(JOBS));

    await().until(() -> watch.known().equals(JOBS));
    watch.askIfDue(answering(List.of()));
    assertThat(asked).as("asked again only after a while").hasValue(1);
  }

  /** The API server may be slow, and a probe has a few seconds. */
  @Test
  void whoLooksAtTheHealthWaitsForNoAnswer() throws InterruptedException {
    var slow = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    watch.refused();

    watch.askIfDue(() -> {
      try {
        slow.await();
      } catch (InterruptedException impossible) {
        throw new IllegalStateException(impossible);
      }
      ended.countDown();
      return JOBS;
    });

    assertThat(watch.known()).isEmpty();
    slow.countDown();
    ended.await();
    await().until(() -> watch.known().equals(JOBS));
  }

  @Test
  void questionThatIsNotAnsweredIsAskedAgain() {
    var later = new MovedClock();
    var again = new RightsWatch(later);
    again.refused();
    again.askIfDue(() -> {
      asked.incrementAndGet();
      throw new KubernetesClientException("no answer");
    });
    await().until(() -> asked.get() == 1);

    later.now = NOW.plusSeconds(31);

    await()
        .until(() -> {
          again.askIfDue(answering(JOBS));
          return again.known().equals(JOBS);
        });
  }

  private static final class MovedClock extends Clock {

    private volatile Instant now = NOW;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
