package dev.drawbridge.runner.process;

import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The termination message file. It is written anew as a whole, at most every {@link #PAUSE}; the
 * kubelet reads it when the container has ended, however it ended.
 */
public final class ReportFile {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_EVENTS = 64;

  /** A digest, two versions, the counts, and what every line has, in bytes. */
  private static final int SHORTEST_PLAN = 512;

  private final Path file;
  private final int budget;
  private final Deque<RunEvent> newest = new ArrayDeque<>();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("report-file").unstarted(work));
  private long writtenAt = System.nanoTime() - PAUSE.toNanos();
  private @Nullable RunEvent plan;
  private @Nullable RunEvent backup;
  private boolean isDue;
  private boolean isClosed;

  public ReportFile(Path file, int budget) {
    this.file = file;
    this.budget = budget;
  }

  int budget() {
    return budget;
  }

  /**
   * What the closing line, the backup and the shortest plan leave; of little room, the plan takes
   * half.
   */
  synchronized int budgetBesideTheEnd() {
    var saved = backup == null ? "" : RunLog.withinBudget(List.of(backup), budget);
    var left = budget - ClosingLine.bytes(budget) - saved.getBytes(StandardCharsets.UTF_8).length;
    return left - (plan == null ? 0 : Math.min(SHORTEST_PLAN, left / 2));
  }

  /** Adds an event; the file has it at once, or within {@link #PAUSE}. */
  synchronized void add(RunEvent event) {
    newest.addLast(event);
    if (newest.size() > MOST_EVENTS) {
      newest.removeFirst();
    }
    if (event.plan() != null) {
      plan = event;
    }
    if (event.backup() != null) {
      backup = event;
    }
    var wait = PAUSE.toNanos() - (System.nanoTime() - writtenAt);
    if (event.closing() != null || wait <= 0) {
      isClosed = event.closing() != null;
      write();
    } else if (!isDue) {
      isDue = true;
      var _ = later.schedule(this::writeLater, wait, TimeUnit.NANOSECONDS);
    }
  }

  /** Writes what is not yet written: the process ends, and another one goes on. */
  synchronized void flush() {
    isClosed = true;
    write();
  }

  /** After the closing line the process may end at any moment, so the file is left alone. */
  private synchronized void writeLater() {
    if (!isClosed) {
      write();
    }
  }

  /** The plan and the backup are kept however much was told after them. */
  private List<RunEvent> events() {
    var events = new ArrayList<>(newest);
    var first = events.getFirst().sequence();
    Stream.of(Optional.ofNullable(backup), Optional.ofNullable(plan))
        .flatMap(Optional::stream)
        .filter(event -> event.sequence() < first)
        .forEach(events::addFirst);
    return events;
  }

  private void write() {
    isDue = false;
    writtenAt = System.nanoTime();
    try {
      overwrite(RunLog.withinBudget(events(), budget).getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritable) {
      // Standard output still has the report, and the exit code is the contract.
      System.err.println("cannot write the report to " + file + ": " + unwritable);
    }
  }

  /**
   * Never empty in between: the new text goes over the old one, in one piece, and line ends over
   * what is left of it. The file cannot be replaced, since it is mounted by itself.
   */
  private void overwrite(byte[] text) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var whole = Arrays.copyOf(text, (int) Math.max(text.length, channel.size()));
      Arrays.fill(whole, text.length, whole.length, (byte) '\n');
      var left = ByteBuffer.wrap(whole);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.truncate(text.length);
    }
  }
}
