package dev.drawbridge.gate.webhook;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what serves a connection: so many at once and no more, and none for longer than a limit. A
 * peer that stops half-way through its handshake or its request costs one place until then; the
 * interrupt closes its connection. What finds no place waits for one: the limit counts from there,
 * so that a burst of good requests is answered late, and not refused.
 */
final class BoundedTasks implements Executor, AutoCloseable {

  private final ScheduledThreadPoolExecutor watch;
  private final Semaphore admitted;
  private final Semaphore places;
  private final Duration limit;
  private final int atOnce;

  BoundedTasks(int atOnce, int waiting, Duration limit) {
    this.atOnce = atOnce;
    this.limit = limit;
    admitted = new Semaphore(atOnce + waiting);
    places = new Semaphore(atOnce, true);
    watch =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("webhook-limits").daemon().factory(),
            // Once this is closed the server has closed the connections as well.
            new ThreadPoolExecutor.DiscardPolicy());
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * Starts the task as soon as there is a place.
   *
   * @throws RejectedExecutionException if too many wait: the server closes the connection then
   */
  @Override
  public void execute(Runnable task) {
    if (!admitted.tryAcquire()) {
      throw new RejectedExecutionException("too many requests wait already");
    }
    try {
      Thread.ofVirtual().name("webhook").start(() -> runInTurn(task));
    } catch (RuntimeException notStarted) {
      admitted.release();
      throw notStarted;
    }
  }

  private void runInTurn(Runnable task) {
    places.acquireUninterruptibly();
    try {
      runLimited(task);
    } finally {
      places.release();
      admitted.release();
    }
  }

  private void runLimited(Runnable task) {
    var running = new FutureTask<@Nullable Void>(task, null);
    var end = watch.schedule(() -> running.cancel(true), limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      running.run();
    } finally {
      end.cancel(false);
    }
  }

  /** How many are under way; those that wait are not counted. */
  int underWay() {
    return atOnce - places.availablePermits();
  }

  /** Whether the next task would be rejected. */
  boolean isFull() {
    return admitted.availablePermits() == 0;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
