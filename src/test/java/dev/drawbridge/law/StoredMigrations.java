package dev.drawbridge.law;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The played Migrations, written into a cluster after each change. */
final class StoredMigrations {

  private final PlayedMigrations played = new PlayedMigrations();
  private final KubernetesClient client;
  private final String namespace;

  StoredMigrations(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void perform(Step step) {
    played.perform(step);
    Manifest.MIGRATIONS.forEach(this::write);
  }

  void verifyAll(String name) {
    played.verifyAll(name);
    write(name);
  }

  /** Nothing keeps a Migration here, so one that is being deleted is gone. */
  private void write(String name) {
    var wanted = played.find(name).filter(migration -> !migration.isMarkedForDeletion());
    var there = client.resources(Migration.class).inNamespace(namespace).withName(name);
    if (wanted.isEmpty()) {
      there.delete();
      return;
    }
    var stored = there.get();
    write(stored == null ? client.resource(copy(wanted.get())).create() : stored, wanted.get());
  }

  private void write(Migration stored, Migration wanted) {
    stored.setStatus(wanted.statusOrNone());
    client.resource(stored).updateStatus();
  }

  private Migration copy(Migration migration) {
    var copy = new Migration();
    copy.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(migration.getMetadata().getName())
            .build());
    copy.setSpec(migration.getSpec());
    return copy;
  }
}
