package dev.drawbridge.command.local;

import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.process.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The runner as a process of its own, which is what a container of it is in a pod. */
record RunnerChild(RunnerInput input, Terminal terminal) {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Shows what it tells, line by line, until it has ended; returns its exit code. */
  int run(Display display, StopRequest stop) throws IOException {
    var builder = new ProcessBuilder(command());
    var complaints = input.reportFile().resolveSibling("complaints");
    if (display.isForPeople()) {
      builder.redirectError(complaints.toFile());
    } else {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    builder.environment().keySet().removeIf(LocalVariables::isOurs);
    builder.environment().putAll(input.toEnvironment());
    builder.environment().put(RunnerInput.ATTEMPT, input.attempt());
    builder.environment().put(Place.VARIABLE, Place.TERMINAL.name());
    var process = builder.start();
    stop.concerns(process);
    process.getOutputStream().close();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        display.line(line);
      }
    }
    var code = ended(process);
    if (Files.exists(complaints) && !isUnderstood(code)) {
      Files.copy(complaints, terminal.errors());
    }
    return code;
  }

  private static List<String> command() {
    return List.of(
        JAVA.toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx96m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.drawbridge.Drawbridge",
        "runner");
  }

  static int ended(Process process) {
    try {
      return process.onExit().join().exitValue();
    } catch (CompletionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What libraries complain of helps only where the report does not say what was wrong. */
  private static boolean isUnderstood(int code) {
    return Exit.ofCode(code).filter(exit -> exit != Exit.INTERNAL_ERROR).isPresent();
  }
}
