package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedTasksTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();

  @Test
  void whatFindsNoPlaceWaitsForOne() {
    try (var tasks = new BoundedTasks(2, 3, LONG)) {
      for (var number = 0; number < 5; number++) {
        tasks.execute(this::waitUntilToldToGo);
      }
      await().until(() -> tasks.underWay() == 2);

      go.countDown();

      await().until(() -> done.get() == 5);
      await().until(() -> tasks.underWay() == 0);
    }
  }

  @Test
  void moreThanMayWaitAreRejected() {
    try (var tasks = new BoundedTasks(1, 1, LONG)) {
      tasks.execute(this::waitUntilToldToGo);
      tasks.execute(this::waitUntilToldToGo);

      assertThatThrownBy(() -> tasks.execute(this::waitUntilToldToGo))
          .isInstanceOf(RejectedExecutionException.class);
      go.countDown();
    }
  }

  @Test
  void whatTakesTooLongIsInterruptedAndMakesPlace() {
    try (var tasks = new BoundedTasks(1, 1, Duration.ofMillis(50))) {
      tasks.execute(this::waitUntilToldToGo);
      tasks.execute(this::waitUntilToldToGo);

      await().until(() -> interrupted.get() == 2);

      await().until(() -> tasks.underWay() == 0);
      assertThat(done).hasValue(0);
    }
  }

  private void waitUntilToldToGo() {
    try {
      go.await();
      done.incrementAndGet();
    } catch (InterruptedException tooLong) {
      interrupted.incrementAndGet();
    }
  }
}
