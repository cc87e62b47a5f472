package dev.drawbridge.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One container as a process, from its start to its exit code. */
final class Execution {

  private static final int MESSAGE_BYTES = 4096;
  private static final String SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Container container;
  private final ContainerView view;
  private final Process process;
  private final Tail tail;
  private final Instant startedAt = Instant.now();
  private volatile @Nullable Instant finishedAt;

  private Execution(Container container, ContainerView view, Process process) {
    this.container = container;
    this.view = view;
    this.process = process;
    this.tail = Tail.of(process);
    var _ = process.onExit().thenRun(() -> finishedAt = Instant.now());
  }

  static Execution start(
      Container container, ContainerView view, ProgramImage image, Path folder, Processes all)
      throws IOException {
    var builder = new ProcessBuilder(image.command(container, view));
    builder.environment().clear();
    builder
        .environment()
        .put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(SEARCH_PATH));
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(view.environment());
    builder.directory(folder.toFile()).redirectErrorStream(true);
    return new Execution(container, view, all.add(builder.start()));
  }

  String name() {
    return container.getName();
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant finishedAt() {
    return Optional.ofNullable(finishedAt).orElseGet(Instant::now);
  }

  Process process() {
    return process;
  }

  int exitCode() {
    return process.exitValue();
  }

  String log() {
    return tail.text();
  }

  /** Waits for the end; all that the process wrote has been read then. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
    tail.awaitEnd();
  }

  /** Asks to end, and ends after {@code grace} whatever does not. */
  void end(Duration grace) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      Processes.kill(process);
    }
    awaitEnd();
  }

  /** The end of what the container wrote for the record. */
  String message(int shareBytes) {
    var file = view.terminationFile();
    if (!Files.isReadable(file)) {
      return "";
    }
    try (var content = new RandomAccessFile(file.toFile(), "r")) {
      content.seek(Math.max(0, content.length() - MESSAGE_BYTES));
      var bytes = new byte[(int) Math.min(MESSAGE_BYTES, content.length())];
      content.readFully(bytes);
      return new String(bytes, 0, Math.min(bytes.length, shareBytes), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "Error on reading termination log %s: %s".formatted(file, unreadable.getMessage());
    }
  }
}
