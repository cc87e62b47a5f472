package dev.drawbridge.gate.webhook;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what serves a connection: each on a thread of its own, of which there are so many and no
 * more, and none for longer than a limit. A peer that stops half-way through its handshake or its
 * request costs one thread until then; the interrupt closes its connection.
 */
final class BoundedTasks implements Executor, AutoCloseable {

  private final ScheduledExecutorService watch;
  private final Semaphore places;
  private final Duration limit;
  private final int most;

  BoundedTasks(int most, Duration limit) {
    this.most = most;
    this.limit = limit;
    places = new Semaphore(most);
    var scheduler =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("webhook-limits").daemon().factory());
    scheduler.setRemoveOnCancelPolicy(true);
    watch = Executors.unconfigurableScheduledExecutorService(scheduler);
  }

  /**
   * Starts the task.
   *
   * @throws RejectedExecutionException if there are too many: the server closes the connection then
   */
  @Override
  public void execute(Runnable task) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException(most + " requests are under way already");
    }
    try {
      var running = new FutureTask<@Nullable Void>(task, null);
      var end = watch.schedule(() -> running.cancel(true), limit.toMillis(), TimeUnit.MILLISECONDS);
      Thread.ofVirtual().name("webhook").start(() -> run(running, end));
    } catch (RuntimeException notStarted) {
      places.release();
      throw notStarted;
    }
  }

  private void run(Runnable task, Future<?> end) {
    try {
      task.run();
    } finally {
      end.cancel(false);
      places.release();
    }
  }

  /** How many are under way. */
  int underWay() {
    return most - places.availablePermits();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
