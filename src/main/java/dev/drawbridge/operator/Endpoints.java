package dev.drawbridge.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health, readiness and metrics on one port. */
final class Endpoints implements AutoCloseable {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  /**
   * Starts to answer.
   *
   * @param port 0 for any free one
   * @param lacks which rights are missing, and what is wrong with the webhook's certificate, in
   *     sentences; empty if nothing is
   * @throws IOException if the port is taken
   */
  Endpoints(
      int port,
      BooleanSupplier live,
      BooleanSupplier ready,
      Supplier<String> lacks,
      Supplier<String> metrics)
      throws IOException {
    server = bound(port);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/live", exchange -> answer(exchange, live, () -> ""));
    server.createContext("/ready", exchange -> answer(exchange, ready, lacks));
    server.createContext("/metrics", exchange -> answer(exchange, OK, metrics.get()));
    server.start();
  }

  private static HttpServer bound(int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(port), 0);
    } catch (BindException taken) {
      throw new IOException(
          "the port %d for health and metrics cannot be had (%s): end what has it, or set %s to another one"
              .formatted(port, taken.getMessage(), Configuration.PORT),
          taken);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, BooleanSupplier good, Supplier<String> besides)
      throws IOException {
    var isGood = good.getAsBoolean();
    var word = isGood ? "ok\n" : "not yet, or no longer\n";
    answer(exchange, isGood ? OK : UNAVAILABLE, word + besides.get());
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(code, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
