package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What time it is by the API server's clock, to the second. Where a long time is measured, one
 * wrong clock must not be enough to end it. It only reads, but by the client under the client,
 * which could write anything: that is for this package alone.
 */
public final class ServerTime {

  private static final int LONGEST_SECONDS = 10;

  private ServerTime() {}

  /**
   * Empty if the server does not say.
   *
   * @param read what is read for it: not even the time is asked outside of the watched namespaces
   * @throws KubernetesClientException if it does not answer
   */
  public static Optional<Instant> of(KubernetesClient client, Migration read) {
    var http = client.getHttpClient();
    var path =
        "%sapis/%s/namespaces/%s/migrations/%s"
            .formatted(
                client.getMasterUrl(),
                read.getApiVersion(),
                read.getMetadata().getNamespace(),
                read.getMetadata().getName());
    var request =
        http.newHttpRequestBuilder()
            .uri(URI.create(path))
            .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
            .build();
    try {
      return date(http.sendAsync(request, String.class).join());
    } catch (CompletionException unanswered) {
      throw new KubernetesClientException(
          "the API server does not say what time it is", unanswered);
    }
  }

  private static Optional<Instant> date(HttpResponse<String> response) {
    if (response.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      throw new KubernetesClientException(
          "the API server does not say what time it is", response.code(), null);
    }
    return response.headers("Date").stream().findFirst().flatMap(ServerTime::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
