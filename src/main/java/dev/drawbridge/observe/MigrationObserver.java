package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.Snapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.time.Clock;
import java.util.Collection;
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
    var jobs = jobs(migration, context);
    var pods = pods(migration, context, jobs);
    return new Snapshot(
        migration,
        Inputs.of(migration, name -> configMap(migration, name)),
        jobs.stream().map(JobReading::view).toList(),
        pods,
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

  /**
   * From the cache; a Job that the status knows and the cache does not is asked for, before it is
   * taken for lost.
   */
  private Collection<Job> jobs(Migration migration, Context<Migration> context) {
    var cached =
        context.getSecondaryResources(Job.class).stream()
            .filter(job -> JobReading.isOwnedBy(migration, job))
            .toList();
    return underWay(migration)
        .filter(run -> cached.stream().noneMatch(job -> isOf(run, job)))
        .map(run -> Stream.concat(cached.stream(), fresh(migration, run)).toList())
        .orElse(cached);
  }

  private static Optional<Run> underWay(Migration migration) {
    return Optional.ofNullable(migration.getStatus())
        .map(status -> status.run())
        .filter(Run::underWay);
  }

  private static boolean isOf(Run run, Job job) {
    return run.id().equals(job.getMetadata().getLabels().get(Markers.RUN_LABEL));
  }

  private Stream<Job> fresh(Migration migration, Run run) {
    var namespace = migration.getMetadata().getNamespace();
    return Stream.ofNullable(
            client.batch().v1().jobs().inNamespace(namespace).withName(run.job()).get())
        .filter(job -> JobReading.isOwnedBy(migration, job) && isOf(run, job));
  }

  private List<PodView> pods(
      Migration migration, Context<Migration> context, Collection<Job> jobs) {
    return context.getSecondaryResources(Pod.class).stream()
        .filter(pod -> belongsTo(jobs, pod) || isOfRunUnderWay(migration, pod))
        .map(pod -> new PodReading(pod, failedMounts.of(pod).map(Event::getMessage)).view())
        .toList();
  }

  private static boolean belongsTo(Collection<Job> jobs, Pod pod) {
    return jobs.stream()
        .anyMatch(job ->
            pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid())));
  }

  private static boolean isOfRunUnderWay(Migration migration, Pod pod) {
    return underWay(migration)
        .filter(run -> run.id().equals(pod.getMetadata().getLabels().get(Markers.RUN_LABEL)))
        .isPresent();
  }

  private static Stream<Neighbour> neighbour(Migration migration, Migration other) {
    if (other.getMetadata().getUid().equals(migration.getMetadata().getUid())) {
      return Stream.empty();
    }
    var name = other.getMetadata().getNamespace() + "/" + other.getMetadata().getName();
    var queue = other.getSpec().database().queueIn(other.getMetadata().getNamespace());
    var status = other.getStatus();
    return underWay(other)
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
