package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Our finalizer on a Migration, set and taken away on the condition that nothing else of it has
 * changed.
 */
final class MigrationFinalizer {

  private MigrationFinalizer() {}

  /**
   * Keeps the Migration. That it succeeds also proves that {@code migration} is not a stale copy.
   *
   * @throws KubernetesClientException with code 409 if it has changed since
   */
  static Migration add(KubernetesClient client, Migration migration) {
    var finalizers = migration.getMetadata().getFinalizers();
    return finalizers.contains(Markers.RUN_FINALIZER)
        ? confirm(client, migration)
        : patch(
            client,
            migration,
            Stream.concat(finalizers.stream(), Stream.of(Markers.RUN_FINALIZER)).toList());
  }

  static Migration remove(KubernetesClient client, Migration migration) {
    var others =
        migration.getMetadata().getFinalizers().stream()
            .filter(finalizer -> !finalizer.equals(Markers.RUN_FINALIZER))
            .toList();
    return patch(client, migration, others);
  }

  private static Migration confirm(KubernetesClient client, Migration migration) {
    var fresh = client.resource(migration).get();
    var isCurrent =
        fresh != null
            && Objects.equals(
                fresh.getMetadata().getResourceVersion(),
                migration.getMetadata().getResourceVersion());
    if (!isCurrent) {
      throw new KubernetesClientException(
          "the Migration has changed since it was looked at",
          HttpURLConnection.HTTP_CONFLICT,
          null);
    }
    return migration;
  }

  private static Migration patch(
      KubernetesClient client, Migration migration, List<String> finalizers) {
    var metadata =
        Map.of(
            "resourceVersion",
            migration.getMetadata().getResourceVersion(),
            "finalizers",
            finalizers);
    var patched =
        client
            .resource(migration)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                Serialization.asJson(Map.of("metadata", metadata)));
    return migration.withMetadata(patched.getMetadata());
  }
}
