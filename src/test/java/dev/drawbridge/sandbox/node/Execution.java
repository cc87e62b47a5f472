package dev.drawbridge.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One container as a process, from its start to its exit code. */
final class Execution {

  private static final int MESSAGE_BYTES = 4096;
  private static final int LOG_LINES = 80;
  private static final int LOG_BYTES = 2048;
  private static final int CANNOT_RUN = 128;
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

  /**
   * Starts the container's command; one that cannot be started ends as a container runtime says.
   */
  static Execution start(
      Container container, ContainerView view, ProgramImage image, Path folder, Processes all) {
    try {
      var builder = builder(image.command(container, view), view, folder);
      var variables = builder.environment();
      variables.put("PATH", image.searchPath(container, variables.getOrDefault("PATH", "")));
      image.workingFolder(container).map(Path::toFile).ifPresent(builder::directory);
      return new Execution(container, view, all.add(builder.start()));
    } catch (IOException notStarted) {
      return unstartable(container, view, folder, all, notStarted);
    }
  }

  private static ProcessBuilder builder(List<String> command, ContainerView view, Path folder) {
    var builder = new ProcessBuilder(command);
    var path = Optional.ofNullable(System.getenv("PATH")).orElse(SEARCH_PATH);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    // By it Java knows the encoding of paths.
    Optional.ofNullable(System.getenv("LC_ALL"))
        .ifPresent(locale -> builder.environment().put("LC_ALL", locale));
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(view.environment());
    return builder.directory(folder.toFile()).redirectErrorStream(true);
  }

  private static Execution unstartable(
      Container container, ContainerView view, Path folder, Processes all, IOException why) {
    var script = "echo \"$1\"; exit " + CANNOT_RUN;
    var command = List.of("/bin/sh", "-c", script, "sh", String.valueOf(why.getMessage()));
    try {
      return new Execution(container, view, all.add(builder(command, view, folder).start()));
    } catch (IOException noShell) {
      throw new UncheckedIOException("cannot run " + container.getName(), noShell);
    }
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
    // With the first process of a container, all others end as well.
    var others = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      Processes.kill(process);
    }
    others.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /**
   * The end of what the container wrote for the record, or of its log, if it says so and failed.
   */
  String message(int shareBytes) {
    var written = written(shareBytes);
    var isLog = "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy());
    return written.isEmpty() && isLog && exitCode() != 0 ? endOfLog() : written;
  }

  private String endOfLog() {
    var lines = log().lines().toList();
    var text =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    return text.substring(Math.max(0, text.length() - LOG_BYTES));
  }

  private String written(int shareBytes) {
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
