package dev.drawbridge.operator;

import dev.drawbridge.sandbox.node.Processes;
import dev.drawbridge.warmup.StartOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged operator as a process of its own, started as the image starts it, and what the
 * operating system says of it.
 */
final class ImageProcess implements AutoCloseable {

  private static final int TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;

  private final Processes processes = new Processes();
  private final Process process;
  private final int port;

  private ImageProcess(Process process, int port) {
    this.process = processes.add(process);
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param cache the cache of classes of the operator, as the image has one
   * @param folder for its configuration and its log
   */
  static ImageProcess start(Path jar, Path cache, Path folder, String kubeconfig)
      throws IOException {
    var port = freePort();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(StartOptions.of("operator", "-XX:AOTCache=" + cache));
    command.addAll(List.of("-jar", jar.toString(), "operator"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("operator-" + port + ".log").toFile());
    var configuration = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                configuration.toString(),
                "POD_NAMESPACE",
                "drawbridge",
                "POD_NAME",
                "one",
                Configuration.RUNNER_IMAGE,
                "drawbridge:scale",
                Configuration.PORT,
                Integer.toString(port),
                Configuration.LEADER_ELECTION,
                "false"));
    return new ImageProcess(builder.start(), port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What its metrics say now. */
  Looks looks() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator has ended");
    }
    return Looks.at(port);
  }

  /** What it has in memory now: {@code VmRSS}; or has had at most: {@code VmHWM}. In MiB. */
  long memory(String what) throws IOException {
    return Files.readAllLines(proc("status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  /** How long it has kept a processor busy. */
  double cpuSeconds() throws IOException {
    var stat = Files.readString(proc("stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[USER_TIME + 1]))
        / TICKS_PER_SECOND;
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  @Override
  public void close() {
    processes.close();
  }
}
