package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.mockwebserver.http.MockResponse;
import java.time.Duration;

/**
 * What the server answers.
 *
 * @param body JSON, or a text node that is sent as plain text
 * @param delay how long the answer is kept back after the request has taken effect
 */
public record ApiAnswer(int code, JsonNode body, Duration delay) {

  static ApiAnswer ok(JsonNode body) {
    return new ApiAnswer(200, body, Duration.ZERO);
  }

  static ApiAnswer created(JsonNode body) {
    return new ApiAnswer(201, body, Duration.ZERO);
  }

  /** An answer as Kubernetes gives it when it refuses. */
  public static ApiAnswer failure(int code, String reason, String message) {
    return new ApiAnswer(
        code,
        ApiFailure.status("Failure", code).put("reason", reason).put("message", message),
        Duration.ZERO);
  }

  /** The same answer, given later. */
  public ApiAnswer after(Duration later) {
    return new ApiAnswer(code, body, later);
  }

  MockResponse response() {
    var isText = body instanceof TextNode;
    var response =
        new MockResponse()
            .setResponseCode(code)
            .setHeader("Content-Type", isText ? "text/plain" : "application/json")
            .setBody(isText ? body.textValue() : body.toString());
    return delay.isZero() ? response : response.setBodyDelay(delay);
  }
}
