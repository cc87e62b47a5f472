package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.RollbackStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** The one write of a status at the end of a look. */
public final class StatusWrite {

  private StatusWrite() {}

  /**
   * Writes {@code next}, unless it is what stands there.
   *
   * @return the Migration as it is now; empty if nothing was written
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the Migration
   *     has changed since it was looked at; nothing is overwritten then
   */
  public static Optional<Migration> write(
      KubernetesClient client, Migration migration, MigrationStatus next) {
    var before = migration.statusOrNone();
    if (before.equals(next)) {
      return Optional.empty();
    }
    return Optional.of(client.resource(migration.withStatus(next)).updateStatus());
  }

  /**
   * The same of a Rollback.
   *
   * @param current its metadata as they are now
   * @return its metadata after the write; empty if nothing was written
   */
  public static Optional<ObjectMeta> write(
      KubernetesClient client, Rollback rollback, ObjectMeta current, RollbackStatus next) {
    if (rollback.statusOrNone().equals(next)) {
      return Optional.empty();
    }
    var changed = rollback.withStatus(next);
    changed.setMetadata(current);
    return Optional.of(client.resource(changed).updateStatus().getMetadata());
  }
}
