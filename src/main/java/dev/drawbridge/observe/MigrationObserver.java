package dev.drawbridge.observe;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.ConfigMapDigest;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.Snapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a Migration and everything around it into a snapshot.
 *
 * @param busy the Migrations that have a run under way or wait for one, from the cache
 * @param failedMounts by the UID of the pod, what the kubelet says of volumes that it cannot mount
 */
public record MigrationObserver(
    KubernetesClient client,
    Cache<ConfigMap> configMaps,
    BusyMigrations busy,
    FailedMounts failedMounts,
    int runsAtOnce,
    Clock clock) {

  /** The Migrations that have a run under way or wait for one. */
  public interface BusyMigrations {
    List<Migration> list();
  }

  /** The kubelet's latest words about volumes of a pod. */
  public interface FailedMounts {
    Optional<Event> of(Pod pod);
  }

  public Snapshot observe(Migration migration, Context<Migration> context) {
    var run = new RunObserver(client, failedMounts, migration, context);
    var jobs = run.jobs();
    return new Snapshot(
        migration,
        Inputs.of(migration, name -> configMap(migration, name)),
        jobs.stream().map(JobReading::view).toList(),
        run.pods(jobs),
        busy.list().stream().flatMap(other -> neighbour(migration, other)).toList(),
        context.getSecondaryResources(Deployment.class).stream()
            .flatMap(deployment -> DeploymentReading.view(deployment).stream())
            .toList(),
        runsAtOnce,
        clock.instant());
  }

  private Optional<Inputs.Content> configMap(Migration migration, String name) {
    return configMaps
        .get(new ResourceID(name, migration.getMetadata().getNamespace()))
        .map(ConfigMapDigest::content);
  }

  private static Stream<Neighbour> neighbour(Migration migration, Migration other) {
    if (other.getMetadata().getUid().equals(migration.getMetadata().getUid())) {
      return Stream.empty();
    }
    var name = other.getMetadata().getNamespace() + "/" + other.getMetadata().getName();
    var queue = other.getSpec().database().queueIn(other.getMetadata().getNamespace());
    var status = other.getStatus();
    return RunObserver.underWay(other)
        .map(run -> new Neighbour(name, queue, true, run.id(), run.startedAt()))
        .or(() ->
            Optional.ofNullable(status)
                .filter(known -> known.phase() == Phase.QUEUED)
                .filter(waits -> other.getMetadata().getDeletionTimestamp() == null)
                .map(known -> known.queuedSince())
                .map(since -> new Neighbour(name, queue, false, "", since)))
        .stream();
  }
}
