package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** That the API server knows Migrations and lets them be listed: asked before all else. */
final class Definitions {

  private Definitions() {}

  /**
   * @throws IllegalStateException if it does not, with what to do about it
   */
  static void require(KubernetesClient client, Configuration configuration) {
    var migrations = client.resources(Migration.class);
    var one = new ListOptionsBuilder().withLimit(1L).build();
    try {
      if (configuration.namespaces().isEmpty()) {
        migrations.inAnyNamespace().list(one);
      } else {
        migrations.inNamespace(configuration.namespaces().iterator().next()).list(one);
      }
    } catch (KubernetesClientException refused) {
      throw new IllegalStateException(why(refused), refused);
    }
  }

  private static String why(KubernetesClientException refused) {
    return switch (refused.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not know Migrations: apply crds/ or manifests/install.yaml first";
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          "the API server does not let the operator list Migrations: " + refused.getMessage();
      default -> "Migrations cannot be listed at the API server: " + refused.getMessage();
    };
  }
}
