package dev.drawbridge.warmup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * As much of an API server as the operator meets when it starts: one suspended Migration and
 * nothing else, watches in which nothing happens, and writes that are taken as they come.
 */
final class PlayedApiServer implements AutoCloseable {

  static final String NAMESPACE = "rehearsal";

  private static final Pattern COLLECTION =
      Pattern.compile(".*/(migrations|rollbacks|deployments|jobs|pods|configmaps|events)");
  private static final String MIGRATION =
      """
      {"apiVersion": "drawbridge.dev/v1alpha1", "kind": "Migration",
       "metadata": {"name": "orders", "namespace": "rehearsal", "uid": "1", "resourceVersion": "1",
                    "generation": 1, "creationTimestamp": "2026-01-01T00:00:00Z"},
       "spec": {"suspend": true, "database": {"secretRef": {"name": "orders-db"}},
                "migrate": [{"flyway": {"inline": {"V1__one.sql": "select 1"}}}]}}
      """;
  private static final String EVERYTHING_ALLOWED =
      """
      {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
       "status": {"incomplete": false, "nonResourceRules": [],
                  "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]}}
      """;
  private static final String NOT_FOUND =
      """
      {"apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": "NotFound", "code": 404}
      """;

  private final CountDownLatch statusWritten = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  PlayedApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Waits until a status has been written.
   *
   * @throws IllegalStateException if that takes longer than {@code patience}
   */
  void awaitStatus(Duration patience) throws InterruptedException {
    if (!statusWritten.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("no status was written within " + patience);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      // By this the client knows a server without WebSockets, and watches by a plain request.
      send(exchange, 200, "");
    } else if (query.contains("watch=true")) {
      watch(exchange);
    } else if (!exchange.getRequestMethod().equals("GET")) {
      take(exchange, path);
    } else if (COLLECTION.matcher(path).matches()) {
      send(exchange, 200, list(path.endsWith("/migrations") ? MIGRATION : ""));
    } else if (path.endsWith("/migrations/orders")) {
      send(exchange, 200, MIGRATION);
    } else {
      send(exchange, 404, NOT_FOUND);
    }
  }

  private static String list(String items) {
    return "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [" + items + "]}";
  }

  private void take(HttpExchange exchange, String path) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    send(exchange, 200, path.endsWith("/selfsubjectrulesreviews") ? EVERYTHING_ALLOWED : body);
    if (path.endsWith("/status")) {
      statusWritten.countDown();
    }
  }

  private void watch(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    try (exchange) {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
