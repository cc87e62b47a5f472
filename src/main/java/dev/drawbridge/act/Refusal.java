package dev.drawbridge.act;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Set;

/** What the API server says when it does not take something for what it is. */
final class Refusal {

  private static final int UNPROCESSABLE = 422;
  private static final Set<Integer> CODES =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          UNPROCESSABLE);

  private Refusal() {}

  /** Its words; any other failure is thrown on. */
  static String words(KubernetesClientException failure) {
    if (!CODES.contains(failure.getCode())) {
      throw failure;
    }
    var status = failure.getStatus();
    return status != null && status.getMessage() != null
        ? status.getMessage()
        : String.valueOf(failure.getMessage());
  }
}
