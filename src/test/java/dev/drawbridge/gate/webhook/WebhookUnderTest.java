package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A webhook for each test that treats it badly. Whatever the test did: nothing is stuck, and the
 * next review is answered.
 */
final class WebhookUnderTest implements BeforeEachCallback, AfterEachCallback {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Duration limit;
  private @Nullable Served served;
  private @Nullable HttpClient client;

  /** Waits for a peer as long as {@code limit}. */
  WebhookUnderTest(Duration limit) {
    this.limit = limit;
  }

  Served served() {
    return Objects.requireNonNull(served);
  }

  HttpClient client() {
    return Objects.requireNonNull(client);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    served = Served.start(Served.JUDGES, limit);
    client = served.client();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (var webhook = served();
        var _ = client();
        var another = webhook.client()) {
      await().atMost(PATIENCE).until(() -> webhook.underWay() == 0);
      var answer = webhook.post(another, "/hold", review().toString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"allowed\":true", "patch");
    }
  }

  /** A review that is in order. */
  static ObjectNode review() {
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
