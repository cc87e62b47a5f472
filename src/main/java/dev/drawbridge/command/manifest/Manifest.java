package dev.drawbridge.command.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;

/** One object, as it is written in a file. */
public record Manifest(Path file, GenericKubernetesResource resource) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  public boolean is(String kind) {
    return resource.getKind().equals(kind);
  }

  public boolean isNamed(String name) {
    return resource.getMetadata().getName().equals(name);
  }

  /** Read as {@code type}, which knows only some of the fields. */
  public <T> T as(Class<T> type) throws Unusable {
    try {
      return SERIALIZATION.convertValue(resource, type);
    } catch (IllegalArgumentException wrong) {
      throw new Unusable("%s: %s: %s".formatted(file, this, Manifests.reason(wrong)));
    }
  }

  @Override
  public String toString() {
    return resource.getKind() + " " + resource.getMetadata().getName();
  }
}
