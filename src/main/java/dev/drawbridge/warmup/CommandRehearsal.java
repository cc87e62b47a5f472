package dev.drawbridge.warmup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.command.Commands;
import dev.drawbridge.command.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands that ask a cluster, each of them once, so that their classes are known. */
final class CommandRehearsal {

  /** What a real API server needs besides: it speaks TLS and HTTP/2. */
  private static final List<String> NOT_PLAYED =
      List.of("java.base/sun/security/ssl", "java.net.http/jdk/internal/net/http");

  private static final String MIGRATION =
      """
      {"apiVersion": "drawbridge.dev/v1alpha1", "kind": "Migration",
       "metadata": {"name": "orders", "namespace": "shop", "resourceVersion": "1", "uid": "1", "creationTimestamp": "2026-11-21T00:00:00Z"},
       "spec": {"database": {"secretRef": {"name": "db"}}, "approval": "Required", "approvals": ["dba"],
                "migrate": [{"flyway": {"inline": {"V1__a.sql": "select 1"}}}]},
       "status": {"phase": "AwaitingApproval",
                  "conditions": [{"type": "Ready", "status": "False", "reason": "AwaitingApproval", "message": "It waits.", "lastTransitionTime": "2026-11-21T00:00:00Z"}],
                  "plan": {"digest": "5be0", "at": "2026-11-21T00:00:00Z", "run": "8c1f2e07", "to": "1", "pending": 1,
                           "scripts": [{"file": "V1__a.sql", "version": "1", "checksum": 1, "transactional": true}]},
                  "gates": [{"kind": "Deployment", "deployment": "shop", "state": "Held", "message": "It waits.", "since": "2026-11-21T00:00:00Z"}]}}
      """;

  private CommandRehearsal() {}

  /** Needs no arguments; ends with an error if a command does not do what it is for. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("logback.configurationFile", "logback-command.xml");
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", CommandRehearsal::answer);
    server.start();
    var kubeconfig = Files.createTempFile("drawbridge-", ".kubeconfig");
    try {
      Files.writeString(kubeconfig, kubeconfig(server.getAddress().getPort()));
      call(kubeconfig, "status");
      call(kubeconfig, "status", "orders");
      call(kubeconfig, "report", "orders");
      call(kubeconfig, "plan", "orders");
    } finally {
      Files.delete(kubeconfig);
      server.stop(0);
    }
    System.err.println(new LoadedClasses().ofTheJdk(NOT_PLAYED));
  }

  private static void call(Path kubeconfig, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    var unseen = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var terminal =
        new Terminal(
            InputStream.nullInputStream(), unseen, System.err, Map.of(), Clock.systemUTC(), false);
    if (Commands.run(all, terminal) != 0) {
      throw new IllegalStateException("not rehearsed: " + all);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var isOne = path.endsWith("/orders");
    var items = path.endsWith("/migrations") ? MIGRATION : "";
    var text =
        isOne
            ? MIGRATION
            : "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {}, \"items\": [%s]}"
                .formatted(items);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (var body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private static String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: rehearsal, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: rehearsal, user: {token: x}}]
    contexts: [{name: rehearsal, context: {cluster: rehearsal, user: rehearsal, namespace: shop}}]
    current-context: rehearsal
    """
        .formatted(port);
  }
}
