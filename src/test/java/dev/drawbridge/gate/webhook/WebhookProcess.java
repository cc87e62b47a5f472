package dev.drawbridge.gate.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link BenchmarkedProgram} in a process of its own, with the options that a test asks for. */
final class WebhookProcess implements AutoCloseable {

  private final Process process;
  private final List<Integer> ports;

  private WebhookProcess(Process process, List<Integer> ports) {
    this.process = process;
    this.ports = ports;
  }

  /**
   * Starts it.
   *
   * @param before what stands before the name of the program {@code java}
   * @param options of that program
   */
  static WebhookProcess start(List<String> before, List<String> options, Path certificates)
      throws IOException {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            BenchmarkedProgram.class.getName(),
            certificates.toString()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new WebhookProcess(process, ports(process.inputReader()));
  }

  private static List<Integer> ports(BufferedReader output) throws IOException {
    for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.matches("[0-9]+ [0-9]+")) {
        return Arrays.stream(line.split(" ", -1)).map(Integer::valueOf).toList();
      }
    }
    throw new IllegalStateException("the server did not start");
  }

  int webhookPort() {
    return ports.getFirst();
  }

  int rivalPort() {
    return ports.getLast();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Processor time until now, which does not depend on what else the machine does. */
  double workedMillis() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
