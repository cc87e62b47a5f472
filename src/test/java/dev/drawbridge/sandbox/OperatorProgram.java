package dev.drawbridge.sandbox;

import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.sandbox.node.Processes;
import dev.drawbridge.sandbox.node.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The operator as a process of its own, from the jar, as it would run in its pod. */
public final class OperatorProgram implements AutoCloseable {

  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_STOP = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Processes processes = new Processes();
  private final Process process;
  private final Tail tail;
  private final int port;

  private OperatorProgram(Path jar, Map<String, String> environment) throws IOException {
    port = freePort();
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-jar",
            jar.toAbsolutePath().toString(),
            "operator");
    builder.environment().clear();
    // By it Java knows the encoding of paths.
    Optional.ofNullable(System.getenv("LC_ALL"))
        .ifPresent(all -> builder.environment().put("LC_ALL", all));
    builder.environment().put("DRAWBRIDGE_HTTP_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    process = processes.add(builder.redirectErrorStream(true).start());
    tail = Tail.of(process);
  }

  /** What an operator needs to know that works alone on {@code apiServer}, without TLS. */
  public static Map<String, String> environment(String apiServer, Path home) {
    var environment = new HashMap<String, String>();
    environment.put("HOME", home.toString());
    environment.put("KUBERNETES_MASTER", apiServer);
    environment.put("KUBERNETES_AUTH_TOKEN", HoldRule.OPERATOR);
    environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    environment.put("KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false");
    environment.put("POD_NAMESPACE", PlayedCluster.OPERATOR_NAMESPACE);
    environment.put("POD_NAME", "sandbox");
    environment.put("DRAWBRIDGE_RUNNER_IMAGE", "drawbridge:sandbox");
    environment.put("DRAWBRIDGE_LEADER_ELECTION", "false");
    return environment;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts the operator, without waiting until it is ready. */
  public static OperatorProgram start(Path jar, String apiServer, Path home) {
    return start(jar, environment(apiServer, home));
  }

  /** The same, with this environment and nothing else but a free port. */
  public static OperatorProgram start(Path jar, Map<String, String> environment) {
    try {
      return new OperatorProgram(jar, environment);
    } catch (IOException notStarted) {
      throw new UncheckedIOException("the operator's process does not start", notStarted);
    }
  }

  /**
   * Waits until it says that it is ready.
   *
   * @throws IllegalStateException if it ends instead, or takes too long
   */
  public void awaitReady() throws InterruptedException {
    var end = System.nanoTime() + TO_START.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (!isReady(http)) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          tail.awaitEnd();
          throw new IllegalStateException(
              "the operator ended with exit code %d instead of starting"
                  .formatted(process.exitValue()));
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "the operator was not ready after %d s:%n%s".formatted(TO_START.toSeconds(), log()));
        }
      }
    }
  }

  /** Where health and metrics are, unless its environment says otherwise. */
  public int port() {
    return port;
  }

  /** Sends it a signal, such as STOP. */
  public void signal(String name) {
    try {
      var sent =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (sent.waitFor() != 0) {
        throw new IllegalStateException("no signal %s to %d".formatted(name, process.pid()));
      }
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until it has ended.
   *
   * @throws IllegalStateException if it is still there after {@code patience}
   */
  public int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still there after %s:%n%s".formatted(patience, log()));
    }
    tail.awaitEnd();
    return process.exitValue();
  }

  private boolean isReady(HttpClient http) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/ready".formatted(port));
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode()
          == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String log() {
    return tail.text();
  }

  List<String> lastLines(int lines) {
    return tail.lastLines(lines).lines().toList();
  }

  /** Ends it at once, as when its node is lost. */
  public void kill() {
    Processes.kill(process);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
    processes.close();
  }
}
