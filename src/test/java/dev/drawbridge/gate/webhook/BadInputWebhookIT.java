package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives at the port: an answer or a refusal, and the webhook goes on. */
class BadInputWebhookIT {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Served served;
  private HttpClient client;

  @BeforeEach
  void serve() {
    served = Served.start(Served.JUDGES, LIMIT);
    client = served.client();
  }

  /** Whatever a test did: nothing is stuck, and the next review is answered. */
  @AfterEach
  void goesOn() throws Exception {
    try (var _ = served;
        var another = served.client()) {
      await().atMost(PATIENCE).until(() -> served.underWay() == 0);
      var answer = served.post(another, "/hold", review().toString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"allowed\":true", "patch");
    } finally {
      client.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /hold, application/json, 405",
    "PUT, /hold, application/json, 405",
    "DELETE, /check, application/json, 405",
    "POST, /, application/json, 404",
    "POST, /hold/, application/json, 404",
    "POST, /hold/../check, application/json, 404",
    "POST, /hold, text/plain, 415",
    "POST, /hold, application/yaml, 415",
    "POST, /hold, application/json-patch+json, 415",
    "POST, /hold, '', 415",
    "POST, /hold, application/json, 400",
    "POST, /hold?timeout=5s, 'Application/JSON; charset=utf-8', 400",
  })
  void wrongRequestIsAnswered(String method, String path, String type, int code) {
    var request =
        served
            .request(path)
            .setHeader("Content-Type", type)
            .method(method, BodyPublishers.ofString("{}"));

    var response = Served.send(client, request.build());

    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(response.body()).startsWith("Drawbridge's webhook: ");
  }

  @Test
  void emptyBodyIsAnswered() {
    var response =
        Served.send(client, served.request("/hold").POST(BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the body is empty");
  }

  @Test
  void objectOfThreeMebibytesIsHeld() {
    var review = review();
    ((ObjectNode) review.at("/request/object/metadata"))
        .withObjectProperty("annotations")
        .put("example.com/large", "x".repeat(3 << 20));
    ((ObjectNode) review.get("request")).set("oldObject", review.at("/request/object").deepCopy());

    var response = served.post(client, "/hold", review.toString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":true").hasSizeLessThan(2_000);
  }

  @Test
  void reviewThatIsLargerThanAnyObjectIsRefused() {
    var body = "{\"kind\":\"" + "x".repeat(Bodies.MOST_BYTES) + "\"}";

    var response =
        Served.send(
            client,
            served
                .request("/hold")
                .POST(
                    // Without a length that could be looked at.
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build());

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("the review has more than 8388608 bytes");
  }

  @Test
  void plainHttpIsNotAnswered() throws Exception {
    try (var connection = Connection.plain(served.port())) {
      connection.send("POST /hold HTTP/1.1\r\nHost: webhook\r\nContent-Length: 2\r\n\r\n{}");

      assertThat(connection.some()).doesNotContain("HTTP/1.1 200");
      connection.awaitEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "nonsense\r\n\r\n",
        "POST\r\n\r\n",
        "POST /hold\r\n\r\n",
        "POST http://[/hold HTTP/1.1\r\n\r\n",
        "POST /%zz HTTP/1.1\r\n\r\n",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: many\r\n\r\n{}",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: -2\r\n\r\n{}",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n{}",
        "POST /hold HTTP/1.1\r\n: x\r\n\r\n",
      })
  void whatIsNoHttpEndsTheConnection(String text) throws Exception {
    try (var connection = Connection.secured(served)) {
      connection.send(text);

      assertThat(connection.some()).doesNotContain("HTTP/1.1 200");
      connection.awaitEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P",
        "POST /hold HTTP/1.1\r\nContent-Ty",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n{",
        "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{",
      })
  void clientThatStopsHalfWayIsNotWaitedFor(String text) throws Exception {
    try (var connection = Connection.secured(served)) {
      var start = System.nanoTime();
      connection.send(text);

      connection.awaitEnd();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }
  }

  @Test
  void handshakeThatStopsHalfWayIsNotWaitedFor() throws Exception {
    try (var connection = Connection.plain(served.port())) {
      // The head of a TLS record that never comes.
      connection.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});

      connection.awaitEnd();
    }
  }

  @Test
  void manyClientsThatSendALittleNowAndThenDoNotKeepOthersOut() throws Exception {
    var connections = new ArrayList<Connection>();
    try (var drip = Executors.newSingleThreadScheduledExecutor()) {
      for (var number = 0; number < 100; number++) {
        connections.add(Connection.secured(served).send("POST /hold HTTP/1.1\r\n"));
      }
      var dripping =
          drip.scheduleWithFixedDelay(
              () -> connections.forEach(BadInputWebhookIT::sendLittle),
              0,
              100,
              TimeUnit.MILLISECONDS);

      var answer = served.post(client, "/hold", review().toString());

      assertThat(answer.statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> served.underWay() == 0);
      dripping.cancel(false);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static void sendLittle(Connection connection) {
    try {
      connection.send("X");
    } catch (IOException closed) {
      // That is what the test waits for, by other means.
      return;
    }
  }

  @Test
  void moreConnectionsThanItServesAreClosedAtOnce() throws Exception {
    var connections = new ArrayList<Connection>();
    try {
      for (var number = 0; number < 300; number++) {
        // Starts a handshake, which takes a thread.
        connections.add(Connection.plain(served.port()).send(new byte[] {0x16, 0x03, 0x01}));
      }

      assertThat(served.underWay()).isLessThanOrEqualTo(128);
      for (var connection : connections) {
        connection.awaitEnd();
      }
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void manyLargeReviewsAtOnceAreAllAnswered() {
    var review = review();
    ((ObjectNode) review.at("/request/object/metadata"))
        .withObjectProperty("annotations")
        .put("example.com/large", "x".repeat(3 << 20));
    var body = review.toString();

    var answers =
        IntStream.range(0, 12)
            .mapToObj(number ->
                client.sendAsync(
                    served.request("/hold").POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString()))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.get().statusCode()).isIn(200, 503));
  }

  @Test
  void expiredCertificateIsNotTrusted() {
    served.authority().writeExpired(served.folder());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          try (var another = served.client()) {
            assertThatThrownBy(() -> another.send(ping(), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
          }
        });

    served.authority().renew(served.folder());
    awaitServing();
  }

  private void awaitServing() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          try (var another = served.client()) {
            return another.send(ping(), BodyHandlers.ofString()).statusCode() == 400;
          }
        });
  }

  private HttpRequest ping() {
    return served.request("/hold").POST(BodyPublishers.noBody()).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void versionsOfTlsThatAreSafeAreSpoken(String version) throws Exception {
    try (var socket =
        served.authority().trusted().getSocketFactory().createSocket("localhost", served.port())) {
      var secured = (SSLSocket) socket;
      secured.setEnabledProtocols(new String[] {version});

      secured.startHandshake();

      assertThat(secured.getSession().getProtocol()).isEqualTo(version);
    }
  }

  private static ObjectNode review() {
    var file = Path.of("src/test/resources/gate/cases/create/in-new.yaml");
    return Reviews.of(
        null, Serialization.unmarshal(read(file), Deployment.class), "somebody@example.com");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
