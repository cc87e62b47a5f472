package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A webhook for all tests of a class, asked over HTTPS as the API server asks. */
public final class WebhookOfClass implements BeforeAllCallback, AfterAllCallback {

  private @Nullable Served served;
  private @Nullable HttpClient client;

  @Override
  public void beforeAll(ExtensionContext context) {
    served = Served.start();
    client = served.client();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Objects.requireNonNull(client).close();
    Objects.requireNonNull(served).close();
  }

  /** Its answer about a write that it may change. */
  public JsonNode hold(JsonNode review) {
    return answer("/hold", review);
  }

  /** Its answer about a write that nobody changes any more. */
  public JsonNode check(JsonNode review) {
    return answer("/check", review);
  }

  private JsonNode answer(String path, JsonNode review) {
    var webhook = Objects.requireNonNull(served);
    var body = webhook.post(Objects.requireNonNull(client), path, review.toString()).body();
    return Reviews.json(body);
  }

  public static void assertAllowed(JsonNode answer) {
    assertThat(answer.path("response").path("allowed").asBoolean()).as(answer.toString()).isTrue();
  }

  public static void assertAllowedUnchanged(JsonNode answer) {
    assertAllowed(answer);
    assertThat(answer.path("response").has("patch")).isFalse();
  }

  public static void assertWarns(JsonNode answer, List<String> sentences) {
    assertThat(answer.path("response").path("warnings"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(sentences);
  }

  /** What is to be asserted of the sentence. */
  public static AbstractStringAssert<?> assertRefused(JsonNode answer) {
    var response = answer.path("response");
    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
    return assertThat(response.path("status").path("message").asText());
  }
}
