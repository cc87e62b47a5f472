package dev.drawbridge.gate.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * A process with the webhook and, beside it, the same server with a handler that reads the body and
 * answers always the same. Prints both ports. Ends with its standard input.
 */
final class BenchmarkedProgram {

  private static final byte[] ANSWER =
      "{\"response\":{\"allowed\":true}}".getBytes(StandardCharsets.UTF_8);

  /** On a crowded machine the first request of a cold JVM takes longer than the webhook allows. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private BenchmarkedProgram() {}

  public static void main(String[] arguments) throws Exception {
    var certificates = Path.of(arguments[0]);
    try (var webhook =
            Webhook.start(
                0,
                certificates,
                Served.JUDGES,
                (user, namespace, migration) -> false,
                Clock.systemUTC(),
                (verdict, took) -> {},
                PATIENCE);
        var tasks = new BoundedTasks(128, 1024, PATIENCE)) {
      var rival = rival(certificates, tasks);
      System.out.println(webhook.port() + " " + rival.getAddress().getPort());
      System.in.read();
      rival.stop(0);
    }
  }

  private static HttpsServer rival(Path certificates, BoundedTasks tasks) throws Exception {
    var folder = new CertificateFolder(certificates, Clock.systemUTC());
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new CurrentKey(folder::identity)}, null, null);
    var server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(tasks);
    server.createContext("/", BenchmarkedProgram::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    }
  }
}
