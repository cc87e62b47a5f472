package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cluster that kubectl would talk to, and the namespace in it. */
record Cluster(KubernetesClient client, String namespace) implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  /**
   * The cluster of a kubeconfig, its context and its namespace, each as given or as kubectl would
   * choose it.
   */
  static Cluster of(@Nullable Path kubeconfig, @Nullable String context, @Nullable String namespace)
      throws NotReported {
    var config = config(kubeconfig, context);
    config =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(1)
            .withConnectionTimeout(TIMEOUT_MILLIS)
            .withRequestTimeout(TIMEOUT_MILLIS)
            .build();
    var chosen =
        Optional.ofNullable(namespace)
            .orElse(Objects.requireNonNullElse(config.getNamespace(), "default"));
    return new Cluster(new KubernetesClientBuilder().withConfig(config).build(), chosen);
  }

  private static Config config(@Nullable Path kubeconfig, @Nullable String context)
      throws NotReported {
    if (kubeconfig == null) {
      return checked(Config.autoConfigure(context), context);
    }
    if (!Files.isReadable(kubeconfig)) {
      throw NotReported.noCluster("%s cannot be read.".formatted(kubeconfig));
    }
    return checked(Config.fromKubeconfig(context, kubeconfig.toFile()), context);
  }

  /** A context that does not exist must not lead to another cluster. */
  private static Config checked(Config config, @Nullable String context) throws NotReported {
    var current = config.getCurrentContext();
    if (context != null && (current == null || !context.equals(current.getName()))) {
      throw NotReported.noCluster("The kubeconfig has no context %s.".formatted(context));
    }
    return config;
  }

  /** The Migration of this name. */
  Migration migration(String name) throws NotReported {
    try {
      var found = client.resources(Migration.class).inNamespace(namespace).withName(name).get();
      if (found == null) {
        throw missing(name);
      }
      return found;
    } catch (KubernetesClientException refused) {
      throw unread(refused, "Migration " + name);
    }
  }

  private NotReported missing(String name) {
    return client.supports(Migration.class)
        ? NotReported.noMigration(
            "There is no Migration %s in namespace %s. kubectl get migrations --all-namespaces lists all that you may see."
                .formatted(name, namespace))
        : NotReported.noMigration(
            "The cluster at %s knows no Migrations: Drawbridge is not installed there, or this is another cluster than you mean."
                .formatted(client.getMasterUrl()));
  }

  private NotReported unread(KubernetesClientException refused, String what) {
    return switch (refused.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          NotReported.noRight(
              "You may not read %s in namespace %s. Somebody has to give you the verb get on migrations.drawbridge.dev there. The API server says: %s"
                  .formatted(what, namespace, refused.getMessage()));
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          NotReported.noRight(
              "The cluster at %s does not know who you are: log in again, or name another context."
                  .formatted(client.getMasterUrl()));
      default ->
          NotReported.noCluster(
              "The cluster at %s does not answer: %s. Name another with --kubeconfig or --context."
                  .formatted(client.getMasterUrl(), cause(refused)));
    };
  }

  private static String cause(Throwable failure) {
    var last = failure;
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (next instanceof UnresolvedAddressException || next instanceof UnknownHostException) {
        return "its host has no address";
      }
      if (next instanceof ConnectException) {
        return "the connection was refused";
      }
      last = next;
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}
