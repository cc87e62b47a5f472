package dev.drawbridge.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command of the packaged jar in a process of its own, as people call it. */
public final class CommandProcess {

  private static final long LONGEST_SECONDS = 90;

  private final Path folder;
  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> prefix = new ArrayList<>();
  private String input = "";
  private @Nullable Process process;

  private CommandProcess(Path folder, List<String> words) {
    this.folder = folder;
    this.words = words;
  }

  /** {@code folder} is the test's own: the process has its home and its temporary files there. */
  public static CommandProcess of(Path folder, String... words) {
    return new CommandProcess(folder, List.of(words));
  }

  public CommandProcess variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Started by another program, which has these words. */
  public CommandProcess startedBy(String... program) {
    prefix.addAll(List.of(program));
    return this;
  }

  public CommandProcess input(String text) {
    input = text;
    return this;
  }

  public CommandProcess start() throws IOException {
    var command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary(),
            "-jar",
            Path.of("target", "drawbridge.jar").toAbsolutePath().toString()));
    command.addAll(words);
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("output").toFile());
    builder.redirectError(folder.resolve("errors").toFile());
    process = builder.start();
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(folder.resolve("temporary"));
  }

  /** What it has left of its temporary files. */
  public List<Path> leftovers() throws IOException {
    try (var files = Files.list(temporary())) {
      // The JVM's own, which other programs look at.
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    }
  }

  public Process process() {
    return java.util.Objects.requireNonNull(process, "not started");
  }

  /** What it has written to standard output so far. */
  public String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  /** Starts it if it has not been, and waits for its end. */
  public Outcome await() throws IOException, InterruptedException {
    if (process == null) {
      start();
    }
    if (!process().waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process().destroyForcibly();
      throw new AssertionError("still running after %d s: %s".formatted(LONGEST_SECONDS, output()));
    }
    return new Outcome(process().exitValue(), output(), Files.readString(folder.resolve("errors")));
  }

  /** How it has ended, and what it has said. */
  public record Outcome(int code, String output, String errors) {}
}
