package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;

/**
 * What the API server knows and lets the operator list, in each of its namespaces: asked before all
 * else.
 */
record Definitions(KubernetesClient client, Configuration configuration) {

  /**
   * Asks for Migrations and Rollbacks.
   *
   * @throws IllegalStateException if they are not known, or may not be listed, with what to do
   *     about it
   */
  void requireOurs() {
    require(Migration.class);
    require(Rollback.class);
  }

  private void require(Class<? extends HasMetadata> type) {
    if (!areServed(type)) {
      throw new IllegalStateException(
          "the API server does not know %ss: apply crds/ or manifests/install.yaml first"
              .formatted(HasMetadata.getKind(type)));
    }
  }

  /**
   * Whether the API server knows {@code type}.
   *
   * @throws IllegalStateException if they may not be listed
   */
  boolean areServed(Class<? extends HasMetadata> type) {
    var all = client.resources(type);
    var namespaces = configuration.namespaces();
    return namespaces.isEmpty()
        ? isServed(all.inAnyNamespace(), type, "in all namespaces")
        : namespaces.stream()
            .allMatch(name -> isServed(all.inNamespace(name), type, "in the namespace " + name));
  }

  private static boolean isServed(
      Listable<?> some, Class<? extends HasMetadata> type, String where) {
    try {
      some.list(new ListOptionsBuilder().withLimit(1L).build());
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw new IllegalStateException(
          why(refused, HasMetadata.getKind(type) + "s " + where), refused);
    }
  }

  private static String why(KubernetesClientException refused, String what) {
    return switch (refused.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          "the API server does not let the operator list %s: %s"
              .formatted(what, refused.getMessage());
      default -> "%s cannot be listed at the API server: %s".formatted(what, Causes.words(refused));
    };
  }
}
