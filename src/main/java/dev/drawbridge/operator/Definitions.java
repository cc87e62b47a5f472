package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;

/** That the API server knows Migrations and lets them be listed: asked before all else. */
final class Definitions {

  private Definitions() {}

  /**
   * @throws IllegalStateException if it does not, with what to do about it
   */
  static void require(KubernetesClient client, Configuration configuration) {
    var migrations = client.resources(Migration.class);
    if (configuration.namespaces().isEmpty()) {
      requireList(migrations.inAnyNamespace(), "in all namespaces");
    }
    configuration
        .namespaces()
        .forEach(name -> requireList(migrations.inNamespace(name), "in the namespace " + name));
  }

  private static void requireList(Listable<?> migrations, String where) {
    try {
      migrations.list(new ListOptionsBuilder().withLimit(1L).build());
    } catch (KubernetesClientException refused) {
      throw new IllegalStateException(why(refused, where), refused);
    }
  }

  private static String why(KubernetesClientException refused, String where) {
    return switch (refused.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not know Migrations: apply crds/ or manifests/install.yaml first";
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          "the API server does not let the operator list Migrations %s: %s"
              .formatted(where, refused.getMessage());
      default ->
          "Migrations %s cannot be listed at the API server: %s"
              .formatted(where, refused.getMessage());
    };
  }
}
