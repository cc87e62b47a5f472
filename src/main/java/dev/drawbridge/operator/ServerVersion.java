package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Kubernetes the API server is of, asked before all else. One that does not answer is named
 * at once: the client tries again by itself for minutes, without a word.
 */
record ServerVersion(int major, int minor) {

  /** The oldest whose admission can guard what is held. */
  private static final ServerVersion OLDEST = new ServerVersion(1, 30);

  private static final Logger LOGGER = LoggerFactory.getLogger(ServerVersion.class);
  private static final Pattern NUMBER = Pattern.compile("^([0-9]{1,4})");
  private static final int TRIES = 2;
  private static final int LONGEST_MILLIS = 10_000;

  /** The API server is too old. */
  static final class TooOld extends Exception {
    private static final long serialVersionUID = 1L;

    private TooOld(String where, ServerVersion found) {
      super(
          "the API server at %s is of Kubernetes %s, and Drawbridge needs %s or newer: upgrade the cluster"
              .formatted(where, found, OLDEST));
    }
  }

  /**
   * Asks the server at {@code config}. One that does not tell its version is taken as it is.
   *
   * @throws TooOld if it is older than what is supported
   */
  static void require(Config config) throws TooOld {
    try (var client = impatient(config)) {
      var found = Optional.ofNullable(client.getKubernetesVersion()).flatMap(ServerVersion::of);
      if (found.isPresent() && found.get().isOlderThan(OLDEST)) {
        throw new TooOld(config.getMasterUrl(), found.get());
      }
    } catch (KubernetesClientException unanswered) {
      LOGGER.warn("{}", sentence(config, unanswered));
    }
  }

  private static KubernetesClient impatient(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withRequestRetryBackoffLimit(TRIES)
                .withConnectionTimeout(LONGEST_MILLIS)
                .withRequestTimeout(LONGEST_MILLIS)
                .build())
        .build();
  }

  static String sentence(Config config, KubernetesClientException unanswered) {
    return switch (unanswered.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the API server at %s does not know who the operator is: its credentials have expired or are another cluster's. Renew the token or certificate; in a pod, see that its service account is still there"
              .formatted(config.getMasterUrl());
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "the API server at %s does not tell its version".formatted(config.getMasterUrl());
      default ->
          "the API server at %s does not answer: %s. See that the address is right and that this process may reach it; it is tried again for some minutes"
              .formatted(config.getMasterUrl(), Causes.words(unanswered));
    };
  }

  /** Providers write {@code 30+}. */
  static Optional<ServerVersion> of(VersionInfo info) {
    return number(info.getMajor())
        .flatMap(major -> number(info.getMinor()).map(minor -> new ServerVersion(major, minor)));
  }

  private static Optional<Integer> number(String text) {
    var found = NUMBER.matcher(text == null ? "" : text);
    return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
  }

  private boolean isOlderThan(ServerVersion other) {
    return major < other.major || (major == other.major && minor < other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
