package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies of cached resources, for each look one. A Migration's spec and status are values and are
 * shared: a copy by way of JSON would lose the note of what was not understood of the spec.
 */
final class Copies implements Cloner {

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Override
  public <T extends HasMetadata> T clone(T resource) {
    return resource instanceof Migration migration
        ? cast(resource, copy(migration))
        : serialization.clone(resource);
  }

  private static Migration copy(Migration migration) {
    var copy = new Migration();
    copy.setMetadata(new ObjectMetaBuilder(migration.getMetadata()).build());
    copy.setSpec(migration.getSpec());
    copy.setStatus(migration.getStatus());
    return copy;
  }

  @SuppressWarnings("unchecked") // a Migration is copied to a Migration
  private static <T extends HasMetadata> T cast(T resource, Migration copy) {
    return (T) resource.getClass().cast(copy);
  }
}
