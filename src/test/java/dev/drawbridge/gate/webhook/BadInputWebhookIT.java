package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives at the port: an answer or a refusal, and the webhook goes on. */
class BadInputWebhookIT {

  @RegisterExtension final WebhookUnderTest webhook = new WebhookUnderTest(Duration.ofSeconds(10));

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
        webhook
            .served()
            .request(path)
            .setHeader("Content-Type", type)
            .method(method, BodyPublishers.ofString("{}"));

    var response = Served.send(webhook.client(), request.build());

    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(response.body()).startsWith("Drawbridge's webhook: ");
  }

  @Test
  void emptyBodyIsAnswered() {
    var response =
        Served.send(
            webhook.client(),
            webhook.served().request("/hold").POST(BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the body is empty");
  }

  @Test
  void objectOfThreeMebibytesIsHeld() {
    var review = WebhookUnderTest.review();
    ((ObjectNode) review.at("/request/object/metadata"))
        .withObjectProperty("annotations")
        .put("example.com/large", "x".repeat(3 << 20));
    ((ObjectNode) review.get("request")).set("oldObject", review.at("/request/object").deepCopy());

    var response = webhook.served().post(webhook.client(), "/hold", review.toString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":true").hasSizeLessThan(2_000);
  }

  @Test
  void reviewThatIsLargerThanAnyObjectIsRefused() {
    var body = "{\"kind\":\"" + "x".repeat(Bodies.MOST_BYTES) + "\"}";

    var response =
        Served.send(
            webhook.client(),
            webhook
                .served()
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
    try (var connection = Connection.plain(webhook.served().port())) {
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
    try (var connection = Connection.secured(webhook.served())) {
      connection.send(text);

      assertThat(connection.some()).doesNotContain("HTTP/1.1 200");
      connection.awaitEnd();
    }
  }

  @Test
  void expiredCertificateIsNotTrusted() {
    webhook.served().authority().writeExpired(webhook.served().folder());

    await()
        .atMost(WebhookUnderTest.PATIENCE)
        .untilAsserted(() -> {
          try (var another = webhook.served().client()) {
            assertThatThrownBy(() -> another.send(ping(), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
          }
        });

    webhook.served().authority().renew(webhook.served().folder());
    awaitServing();
  }

  private void awaitServing() {
    await()
        .atMost(WebhookUnderTest.PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          try (var another = webhook.served().client()) {
            return another.send(ping(), BodyHandlers.ofString()).statusCode() == 400;
          }
        });
  }

  private HttpRequest ping() {
    return webhook.served().request("/hold").POST(BodyPublishers.noBody()).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void versionsOfTlsThatAreSafeAreSpoken(String version) throws Exception {
    try (var socket =
        webhook
            .served()
            .authority()
            .trusted()
            .getSocketFactory()
            .createSocket("localhost", webhook.served().port())) {
      var secured = (SSLSocket) socket;
      secured.setEnabledProtocols(new String[] {version});

      secured.startHandshake();

      assertThat(secured.getSession().getProtocol()).isEqualTo(version);
    }
  }

  /** A burst must not be refused, whoever else is there. */
  @Test
  void reviewWaitsForItsTurnWhileAllPlacesAreTaken() throws Exception {
    var connections = new ArrayList<Connection>();
    try {
      for (var number = 0; number < 160; number++) {
        // Starts a handshake, which takes a place.
        connections.add(
            Connection.plain(webhook.served().port()).send(new byte[] {0x16, 0x03, 0x01}));
      }
      await().atMost(WebhookUnderTest.PATIENCE).until(() -> webhook.served().underWay() == 128);

      var review = BodyPublishers.ofString(WebhookUnderTest.review().toString());
      var answer =
          webhook
              .client()
              .sendAsync(
                  webhook.served().request("/hold").POST(review).build(), BodyHandlers.ofString());
      for (var connection : connections) {
        connection.close();
      }

      assertThat(answer.get().statusCode()).isEqualTo(200);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void largeReviewThatFindsNoRoomIsToldSo() throws Exception {
    try (var slow = Connection.secured(webhook.served())) {
      // Takes the one place for large reviews, and keeps it.
      slow.send(
          "POST /hold HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n{");
      await().atMost(WebhookUnderTest.PATIENCE).until(() -> webhook.served().underWay() == 1);

      var response =
          webhook
              .served()
              .post(webhook.client(), "/hold", "{\"a\":\"" + "x".repeat(100_000) + "\"}");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("too many large objects at once; try again");
    }
  }

  @Test
  void eachAnswerIsCountedByItsVerdict() {
    var review = WebhookUnderTest.review().toString();
    webhook.served().post(webhook.client(), "/hold", review);
    webhook.served().post(webhook.client(), "/check", review);
    webhook
        .served()
        .post(webhook.client(), "/hold", review.replace("drawbridge.dev/migration", "x"));
    webhook.served().post(webhook.client(), "/hold", "{}");
    webhook.served().post(webhook.client(), "/hold", review.replace("\"Deployment\"", "\"Pod\""));

    assertThat(webhook.served().tally())
        .isEqualTo(
            Map.of(Verdict.CHANGED, 1, Verdict.REFUSED, 1, Verdict.ALLOWED, 1, Verdict.FAILED, 2));
  }
}
