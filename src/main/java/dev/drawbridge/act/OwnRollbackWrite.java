package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.decide.Action;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;

/**
 * Makes the Rollback that {@code onFailure} asks for. It is owned by nobody: it is the record of
 * what was done, and outlives the Migration.
 */
record OwnRollbackWrite(KubernetesClient client) {

  Result make(Migration migration, Action.MakeRollback make) {
    try {
      client.resource(rollback(migration, make)).create();
      return new Result.Done(migration);
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        return new Result.Refused(migration, Refusal.words(failure));
      }
      return isThere(migration, make)
          ? new Result.Done(migration)
          : new Result.Refused(
              migration,
              "a Rollback named %s exists, and is not this run's".formatted(make.name()));
    }
  }

  private static Rollback rollback(Migration migration, Action.MakeRollback make) {
    var rollback = new Rollback();
    rollback.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(migration.getMetadata().getNamespace())
            .withName(make.name())
            .withLabels(Map.of("app.kubernetes.io/managed-by", "drawbridge"))
            .withAnnotations(Map.of(Markers.OF_RUN_ANNOTATION, make.run()))
            .build());
    rollback.setSpec(make.spec());
    return rollback;
  }

  /** One of that name is the one that was wanted only if it is of the same run. */
  private boolean isThere(Migration migration, Action.MakeRollback make) {
    var there =
        client
            .resources(Rollback.class)
            .inNamespace(migration.getMetadata().getNamespace())
            .withName(make.name())
            .get();
    return there != null
        && there.getSpec() != null
        && migration.getMetadata().getName().equals(there.getSpec().migration())
        && Hold.annotationOf(there, Markers.OF_RUN_ANNOTATION)
            .filter(make.run()::equals)
            .isPresent();
  }
}
