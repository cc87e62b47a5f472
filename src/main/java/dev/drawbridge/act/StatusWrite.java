package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/** The one write of a Migration's status at the end of a look. */
public final class StatusWrite {

  private StatusWrite() {}

  /**
   * Writes {@code next}, unless it is what stands there.
   *
   * @return whether anything was written
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the Migration
   *     has changed since it was looked at; nothing is overwritten then
   */
  public static boolean write(KubernetesClient client, Migration migration, MigrationStatus next) {
    var before = Objects.requireNonNullElse(migration.getStatus(), MigrationStatus.NONE);
    if (before.equals(next)) {
      return false;
    }
    migration.setStatus(next);
    client.resource(migration).updateStatus();
    return true;
  }
}
