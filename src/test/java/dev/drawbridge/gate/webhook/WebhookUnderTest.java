package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.CaseFolder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.http.HttpClient;
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
    var asked = CaseFolder.named("cases", "create").asked(Deployment.class);
    return Reviews.of(null, asked, CaseFolder.ANYBODY);
  }
}
