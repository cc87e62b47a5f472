package dev.drawbridge.command.local;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of the user's on this machine, until it ends or is ended. */
final class ToolProcess {

  private static final int LONGEST_OUTPUT = 16 * 1024;
  private static final long GRACE_SECONDS = 5;

  private final Process process;
  private volatile boolean isLate;

  ToolProcess(Process process) {
    this.process = process;
  }

  /** Ends it when {@code left} is over. */
  void endAfter(Duration left) {
    CompletableFuture.delayedExecutor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)
        .execute(this::endLate);
  }

  private void endLate() {
    if (process.isAlive()) {
      isLate = true;
      var all = family(process.toHandle());
      all.forEach(ProcessHandle::destroy);
      CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS)
          .execute(() -> all.forEach(ProcessHandle::destroyForcibly));
    }
  }

  /** It and all that it has started, which would keep its output open. */
  static List<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(process.descendants(), Stream.of(process)).toList();
  }

  /** Whether it was ended for its time. */
  boolean isLate() {
    return isLate;
  }

  /** Passes on all that it writes to {@code target}; returns the end of it. */
  byte[] endOfOutput(PrintStream target) throws IOException {
    var kept = new byte[0];
    var part = new byte[LONGEST_OUTPUT];
    try (var output = process.getInputStream()) {
      for (var length = output.read(part); length >= 0; length = output.read(part)) {
        target.write(part, 0, length);
        var all = Arrays.copyOf(kept, kept.length + length);
        System.arraycopy(part, 0, all, kept.length, length);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - LONGEST_OUTPUT), all.length);
      }
    }
    target.flush();
    return kept;
  }

  /** Its exit code. */
  int ended() {
    return RunnerChild.ended(process);
  }
}
