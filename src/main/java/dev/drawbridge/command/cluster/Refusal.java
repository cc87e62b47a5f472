package dev.drawbridge.command.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What an API server has answered instead of doing what it was asked for, in words.
 *
 * @param namespace in which it was asked, in words
 */
record Refusal(KubernetesClient client, String namespace, KubernetesClientException answer) {

  /** To read {@code what} takes {@code verb} on {@code resource}. */
  Unanswered toRead(String what, String verb, String resource) {
    return switch (answer.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          Unanswered.noRight(
              "You may not read %s in %s. Somebody has to give you the verb %s on %s there. The API server says: %s"
                  .formatted(what, namespace, verb, resource, words()));
      default -> inGeneral();
    };
  }

  /** To change {@code what} takes the verb patch on {@code resource}. */
  Unanswered toChange(String what, String resource) {
    var says = "The API server does not let you change %s: %s".formatted(what, words());
    return switch (answer.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          Unanswered.noRight(
              words().contains("cannot patch resource")
                  ? "%s. Somebody has to give you the verb patch on %s in %s."
                      .formatted(says, resource, namespace)
                  : says);
      case HttpURLConnection.HTTP_UNAUTHORIZED -> inGeneral();
      default -> isRefusal(answer.getCode()) ? Unanswered.noRight(says) : inGeneral();
    };
  }

  private static boolean isRefusal(int code) {
    return code >= HttpURLConnection.HTTP_BAD_REQUEST
        && code < HttpURLConnection.HTTP_INTERNAL_ERROR;
  }

  private Unanswered inGeneral() {
    return answer.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
        ? Unanswered.noRight(
            "The cluster at %s does not know who you are: log in again, or name another context."
                .formatted(client.getMasterUrl()))
        : Unanswered.noCluster(
            "The cluster at %s does not answer: %s. Name another with --kubeconfig or --context."
                .formatted(client.getMasterUrl(), cause(answer)));
  }

  /** What the API server itself says, without what the client says around it. */
  private String words() {
    return Optional.ofNullable(answer.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getMessage()))
        .orElseGet(() -> String.valueOf(answer.getMessage()))
        .strip();
  }

  private static String cause(Throwable failure) {
    var last = failure;
    for (Throwable next = failure; next != null; next = next.getCause()) {
      var known = known(next);
      if (known.isPresent()) {
        return known.get();
      }
      last = next;
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  private static Optional<String> known(Throwable failure) {
    return switch (failure) {
      case UnresolvedAddressException _ -> Optional.of("its host has no address");
      case UnknownHostException _ -> Optional.of("its host has no address");
      case ConnectException _ -> Optional.of("the connection was refused");
      case HttpTimeoutException _ -> Optional.of("nothing came back in time");
      case TimeoutException _ -> Optional.of("nothing came back in time");
      case SSLException untrusted ->
          Optional.of("the connection is not trusted (" + untrusted.getMessage() + ")");
      default -> Optional.empty();
    };
  }
}
