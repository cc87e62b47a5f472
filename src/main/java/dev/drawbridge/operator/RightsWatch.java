package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rights are missing. A refusal may as well be a policy's or a quota's, so after one it is
 * asked which rights there are, when somebody looks at the health; and again while one is missing.
 */
final class RightsWatch implements Interceptor {

  private static final Logger LOGGER = LoggerFactory.getLogger(RightsWatch.class);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(30);

  private final Clock clock;
  private final AtomicBoolean refused = new AtomicBoolean();
  private volatile List<String> missing = List.of();
  private Instant nextQuestion = Instant.MIN;
  private boolean isAsking;

  RightsWatch(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      refused();
    }
  }

  /** Something was refused, by whomever. */
  void refused() {
    refused.set(true);
  }

  /** What was found missing when it was asked last. */
  List<String> known() {
    return missing;
  }

  /**
   * Asks again, if that is due, and does not wait for the answer: whoever asks for the health must
   * not depend on how fast the API server is.
   *
   * @param question what is missing now
   */
  void askIfDue(Supplier<List<String>> question) {
    if (isDue()) {
      Thread.ofVirtual().name("rights").start(() -> ask(question));
    }
  }

  private synchronized boolean isDue() {
    var now = clock.instant();
    if (isAsking || now.isBefore(nextQuestion) || (!refused.get() && missing.isEmpty())) {
      return false;
    }
    nextQuestion = now.plus(BETWEEN_QUESTIONS);
    refused.set(false);
    isAsking = true;
    return true;
  }

  private void ask(Supplier<List<String>> question) {
    try {
      var found = question.get();
      if (!found.equals(missing)) {
        missing = found;
        tell();
      }
    } catch (KubernetesClientException unanswered) {
      refused.set(true);
      LOGGER.warn("which rights the operator has cannot be asked: {}", Causes.words(unanswered));
    } finally {
      answered();
    }
  }

  private synchronized void answered() {
    isAsking = false;
  }

  private void tell() {
    if (missing.isEmpty()) {
      LOGGER.info("the operator has all its rights again");
    } else {
      LOGGER.error("{}", NeededRights.sentence(missing));
    }
  }
}
