package dev.drawbridge.runner.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check against a real server that answers in every way but the expected one. */
class HttpCheckTest {

  private static final String AT_ONCE = "1ms";

  private final StopSignal stop = new StopSignal();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void findsStatusAndText() {
    server.createContext("/", exchange -> answer(exchange, 200, "{\"status\": \"UP\"}"));

    var result = run(null, "\"UP\"", AT_ONCE);

    assertThat(result)
        .isEqualTo(
            CheckResult.compared(
                true, new Assertion("status 200", "status 200 and the text \"\"UP\"\"", 1, null)));
  }

  @Test
  void otherStatusCanBeExpected() {
    server.createContext("/", exchange -> answer(exchange, 404, "gone"));

    assertThat(run(404, null, AT_ONCE).passed()).isTrue();
    assertThat(run(null, null, AT_ONCE).message())
        .isEqualTo("found status 404, expected status 200; its body: gone");
  }

  @Test
  void missingTextIsToldBesideWhatWasAnswered() {
    server.createContext("/", exchange -> answer(exchange, 200, "starting\n  up\0"));

    assertThat(run(null, "ready", AT_ONCE).message())
        .isEqualTo(
            "found status 200, expected status 200 and the text \"ready\"; its body: starting up");
  }

  @Test
  void asksAgainUntilTheAnswerFits() {
    server.createContext(
        "/", exchange -> answer(exchange, asked.incrementAndGet() < 3 ? 503 : 200, ""));

    assertThat(run(null, null, "1m").message())
        .isEqualTo("found status 200 after 3 attempts, expected status 200");
  }

  @Test
  void redirectIsNotFollowedAndSaysWhereTo() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/login");
          answer(exchange, 302, "");
        });

    assertThat(run(null, null, AT_ONCE).message())
        .isEqualTo(
            "found status 302 (a redirect to /login, which is not followed: ask that URL), expected status 200; its body is empty");
  }

  @Test
  void bodyIsCutAndRedacted() {
    server.createContext(
        "/", exchange -> answer(exchange, 500, "my secret is out. " + "x".repeat(10_000_000)));

    assertThat(run(null, null, AT_ONCE).message())
        .startsWith("found status 500, expected status 200; its body: my *** is out. xxx")
        .hasSizeLessThan(250);
  }

  @Test
  void textBeyondTheFirst64KibibytesIsNotFound() {
    server.createContext(
        "/", exchange -> answer(exchange, 200, "x".repeat(FirstBytes.MOST) + "ready"));

    assertThat(run(null, "ready", AT_ONCE).passed()).isFalse();
    assertThat(run(null, "xx", AT_ONCE).passed()).isTrue();
  }

  @Test
  void endlessBodyIsHungUpOn() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var part = "ready ".repeat(1000).getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            while (over.getCount() > 0) {
              exchange.getResponseBody().write(part);
            }
          }
        });

    assertThat(run(null, "ready", AT_ONCE).passed()).isTrue();
  }

  @Test
  void answerThatDoesNotComeIsNotAwaitedForLong() {
    server.createContext("/", exchange -> awaitEnd());

    assertThat(run(null, null, AT_ONCE).message())
        .startsWith("found no whole answer within 700 ms")
        .endsWith(", expected status 200");
  }

  @Test
  void bodyThatDripsIsNotAwaitedForLong() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          awaitEnd();
        });

    assertThat(run(null, null, AT_ONCE).message())
        .startsWith("found no whole answer within 700 ms");
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(run("http://127.0.0.1:" + port, null, null, AT_ONCE).message())
        .startsWith("found no answer: the connection was refused");
  }

  @Test
  void hostWithoutAddress() {
    assertThat(run("http://no-such-host.invalid/", null, null, AT_ONCE).message())
        .startsWith("found no answer: its host has no address");
  }

  @Test
  void serverWithoutTls() throws IOException {
    try (var mail = saying("220 mail ready\r\n")) {
      assertThat(run("https://127.0.0.1:" + mail.getLocalPort(), null, null, AT_ONCE).message())
          .startsWith("found no answer by TLS: ");
    }
  }

  @Test
  void serverThatHangsUp() throws IOException {
    try (var mute = saying("")) {
      assertThat(run("http://127.0.0.1:" + mute.getLocalPort(), null, null, AT_ONCE).message())
          .startsWith("found no HTTP answer: ");
    }
  }

  @Test
  void whatIsNoUrlIsNotAsked() {
    assertThat(run("http://shop/a b", null, null, AT_ONCE).message())
        .isEqualTo("http://shop/a b is not a URL of a host: correct the check. Nothing was asked");
  }

  @Test
  void hostThatCannotBeOneIsAMistakeOfTheCheck() {
    var result = run("http://my_shop/healthz", null, null, AT_ONCE);

    assertThat(result.passed()).isFalse();
    assertThat(result.message())
        .isEqualTo(
            "http://my_shop/healthz is not a URL of a host: correct the check. Nothing was asked");
  }

  @Test
  void stopEndsTheWaiting() {
    server.createContext(
        "/",
        exchange -> {
          stop.give(Reason.INTERRUPTED);
          answer(exchange, 503, "");
        });

    assertThatThrownBy(() -> run(null, null, "10m")).isInstanceOf(StopSignal.Interrupted.class);
  }

  private CheckResult run(@Nullable Integer status, @Nullable String contains, String within) {
    return run(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/health", status, contains, within);
  }

  private CheckResult run(
      String url, @Nullable Integer status, @Nullable String contains, String within) {
    return new HttpCheck(Duration.ofMillis(700), stop, text -> text.replace("secret", "***"))
        .run(new Check.Http(url, status, contains, within));
  }

  /** A server that says {@code words} to everybody, and hangs up. */
  private static ServerSocket saying(String words) throws IOException {
    var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              try (var client = socket.accept()) {
                client.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                client.getInputStream().read();
              }
            }
          } catch (IOException closed) {
            // The test is over.
          }
        });
    return socket;
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
