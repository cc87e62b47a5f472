package dev.drawbridge.command.local;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of the user's on this machine, until it ends or is ended. */
final class ToolProcess {

  private static final int LONGEST_OUTPUT = 16 * 1024;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final Duration grace;
  private final CompletableFuture<Optional<IOException>> output = new CompletableFuture<>();
  private byte[] kept = new byte[0];
  private volatile boolean isLate;

  ToolProcess(Process process) {
    this(process, GRACE);
  }

  /** {@code grace} is between being asked to end and being ended. */
  ToolProcess(Process process, Duration grace) {
    this.process = process;
    this.grace = grace;
  }

  /** Ends it when {@code left} is over. */
  void endAfter(Duration left) {
    after(left, this::endLate);
  }

  private static void after(Duration pause, Runnable work) {
    CompletableFuture.delayedExecutor(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS)
        .execute(work);
  }

  private void endLate() {
    if (process.isAlive() || !output.isDone()) {
      isLate = true;
      var all = family(process.toHandle());
      all.forEach(ProcessHandle::destroy);
      after(grace, () -> endForGood(all));
    }
  }

  /** What a command that has ended had started is not found any more, and may write for ever. */
  private void endForGood(List<ProcessHandle> all) {
    all.forEach(ProcessHandle::destroyForcibly);
    output.complete(Optional.empty());
  }

  /** It and all that it has started, which would keep its output open. */
  static List<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(process.descendants(), Stream.of(process)).toList();
  }

  /** Whether it was ended for its time. */
  boolean isLate() {
    return isLate;
  }

  /**
   * Passes on all that it writes to {@code target}, until nobody is left who could write more, or
   * its time is over; returns the end of it.
   */
  byte[] endOfOutput(PrintStream target) throws IOException {
    Thread.ofPlatform().daemon().name("output").start(() -> read(target));
    var broken = output.join();
    if (broken.isPresent()) {
      throw broken.get();
    }
    return kept();
  }

  private void read(PrintStream target) {
    var part = new byte[LONGEST_OUTPUT];
    try (var stream = process.getInputStream()) {
      for (var length = stream.read(part); length >= 0; length = stream.read(part)) {
        target.write(part, 0, length);
        keep(part, length);
      }
      target.flush();
    } catch (IOException broken) {
      output.complete(Optional.of(broken));
    } finally {
      output.complete(Optional.empty());
    }
  }

  private synchronized void keep(byte[] part, int length) {
    var all = Arrays.copyOf(kept, kept.length + length);
    System.arraycopy(part, 0, all, kept.length, length);
    kept = Arrays.copyOfRange(all, Math.max(0, all.length - LONGEST_OUTPUT), all.length);
  }

  private synchronized byte[] kept() {
    return kept.clone();
  }

  /** Its exit code. */
  int ended() {
    return RunnerChild.ended(process);
  }
}
