package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who writes without a pause, and notes what was not as it should be. */
final class SteadyWrites implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Callable<Boolean> write;
  private final AtomicInteger done = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread writer = Thread.ofPlatform().daemon().name("writer").unstarted(this::write);
  private volatile boolean isOver;

  private SteadyWrites(Callable<Boolean> write) {
    this.write = write;
  }

  /** Begins; {@code write} says whether all was well. */
  static SteadyWrites of(Callable<Boolean> write) {
    var writes = new SteadyWrites(write);
    writes.writer.start();
    return writes;
  }

  private void write() {
    while (!isOver) {
      try {
        if (!write.call()) {
          failures.add("not as it should be");
        }
      } catch (Exception refused) {
        failures.add(String.valueOf(refused.getMessage()));
      }
      done.incrementAndGet();
    }
  }

  /** Waits until so many more are done. */
  void awaitMore(int writes) {
    var until = done.get() + writes;
    await().atMost(PATIENCE).until(() -> done.get() >= until);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    isOver = true;
    try {
      writer.join();
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
  }
}
