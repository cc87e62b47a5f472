package dev.drawbridge.observe;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.decide.ConfigMapDigest;
import dev.drawbridge.decide.Dependencies;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.FollowUps;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.Leaks;
import dev.drawbridge.decide.ScriptFiles;
import dev.drawbridge.decide.Snapshot;
import dev.drawbridge.decide.UndoScripts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a Migration and everything around it into a snapshot.
 *
 * @param dependencies reads the Migrations that come first
 * @param withRollouts whether Rollouts are watched besides Deployments
 * @param leaks what was found of pods that the gate did not let go
 * @param failedMounts by the UID of the pod, what the kubelet says of volumes that it cannot mount
 */
public record MigrationObserver(
    KubernetesClient client,
    Cache<ConfigMap> configMaps,
    Surroundings surroundings,
    DependencyObserver dependencies,
    FailedMounts failedMounts,
    boolean withRollouts,
    FoundLeaks leaks,
    int runsAtOnce,
    Clock clock) {

  /** The kubelet's latest words about volumes of a pod. */
  public interface FailedMounts {
    Optional<Event> of(Pod pod);
  }

  /** What was found when somebody looked for pods that a Deployment should not have. */
  public interface FoundLeaks {

    /** The sentence about its leak, or that it has none; empty if nobody has looked. */
    Optional<Optional<String>> of(DeploymentView deployment);
  }

  public Snapshot observe(Migration migration, Context<Migration> context) {
    var run =
        new RunObserver(
            client, failedMounts, migration, context, job -> !JobReading.isFollowUp(job));
    var jobs = run.jobs();
    var pods = run.pods(jobs);
    var deployments = deployments(migration, context);
    var rollbacks = rollbacks(migration, context);
    var snapshot =
        new Snapshot(
            migration,
            Inputs.of(migration, name -> configMap(migration, name)),
            run.views(jobs, pods),
            pods,
            followUps(migration, context),
            surroundings.of(migration),
            deployments,
            leaks(deployments),
            rollbacks,
            List.of(),
            Dependencies.NONE,
            scriptFiles(UndoScripts.toLookInto(rollbacks, migration), migration),
            runsAtOnce,
            clock.instant());
    return withWorkloads(snapshot.with(dependencies.of(snapshot)));
  }

  /** The files of these ConfigMaps, of the namespace of {@code migration}. */
  public ScriptFiles scriptFiles(List<String> names, Migration migration) {
    return new ConfigMapFiles(client, migration.getMetadata().getNamespace()).of(names);
  }

  /**
   * The same of a Migration that leads back: no Deployment depends on it.
   *
   * @param dependants those that come after the Migration that is taken back
   */
  public Snapshot observeWayBack(
      Migration back, List<Migration> dependants, Context<Rollback> context) {
    var run = new RunObserver(client, failedMounts, back, context, _ -> true);
    var jobs = run.jobs();
    var pods = run.pods(jobs);
    return withWorkloads(
        new Snapshot(
            back,
            inputsOfWayBack(back),
            run.views(jobs, pods),
            pods,
            FollowUps.NONE,
            surroundings.of(back),
            List.of(),
            new Leaks(Map.of()),
            List.of(),
            List.of(),
            Dependencies.NONE.with(dependants),
            ScriptFiles.UNKNOWN,
            runsAtOnce,
            clock.instant()));
  }

  private Snapshot withWorkloads(Snapshot snapshot) {
    return snapshot.with(new WorkloadObserver(client).of(snapshot));
  }

  /** The runs that only check, looked at as if each were the run of the Migration. */
  private FollowUps followUps(Migration migration, Context<Migration> context) {
    var status = migration.statusOrNone();
    var alone = migration.withStatus(status.ofFollowUp());
    var run = new RunObserver(client, failedMounts, alone, context, JobReading::isFollowUp);
    var jobs = run.jobs();
    if (jobs.isEmpty() && status.followUpUnderWay().isEmpty()) {
      return FollowUps.NONE;
    }
    var pods = run.pods(jobs);
    return new FollowUps(run.views(jobs, pods), pods);
  }

  /** A run that has begun is of what it began with: it is not begun again for newer scripts. */
  private Inputs inputsOfWayBack(Migration back) {
    var now = Inputs.of(back, name -> configMap(back, name));
    var begun = back.statusOrNone().run();
    return begun != null && now instanceof Inputs.Ready ready
        ? new Inputs.Ready(begun.inputs(), ready.contents())
        : now;
  }

  private List<Rollback> rollbacks(Migration migration, Context<Migration> context) {
    var name = migration.getMetadata().getName();
    var seen =
        context.getSecondaryResources(Rollback.class).stream()
            .filter(one -> one.getSpec() != null && name.equals(one.getSpec().migration()));
    return Stream.concat(seen, unseen(migration, context)).toList();
  }

  /** The one that the status knows and the cache does not is asked for: it may only be new here. */
  private Stream<Rollback> unseen(Migration migration, Context<Migration> context) {
    return Stream.ofNullable(migration.statusOrNone().takenBack())
        .filter(mark -> mark.isUnderWay())
        .filter(mark ->
            context.getSecondaryResources(Rollback.class).stream()
                .noneMatch(one -> one.getMetadata().getUid().equals(mark.uid())))
        .flatMap(mark ->
            Stream.ofNullable(
                client
                    .resources(Rollback.class)
                    .inNamespace(migration.getMetadata().getNamespace())
                    .withName(mark.rollback())
                    .get()))
        .filter(one -> one.getSpec() != null);
  }

  /** The SDK goes on to give those that have turned to another Migration since. */
  private List<DeploymentView> deployments(Migration migration, Context<Migration> context) {
    var paused =
        Stream.concat(context.getSecondaryResources(Deployment.class).stream(), rollouts(context))
            .flatMap(deployment -> DeploymentReading.view(deployment).stream());
    return Stream.concat(paused, PodOwners.views(context.getSecondaryResources(Pod.class)).stream())
        .filter(view -> view.need().migration().equals(migration.getMetadata().getName()))
        .toList();
  }

  private Stream<Deployment> rollouts(Context<Migration> context) {
    return withRollouts
        ? context.getSecondaryResources(Rollout.class).stream().map(Rollout::asDeployment)
        : Stream.empty();
  }

  private Leaks leaks(List<DeploymentView> deployments) {
    var found = new HashMap<String, Optional<String>>();
    deployments.forEach(
        view -> leaks.of(view).ifPresent(sentence -> found.put(view.uid(), sentence)));
    return new Leaks(found);
  }

  private Optional<Inputs.Content> configMap(Migration migration, String name) {
    return configMaps
        .get(new ResourceID(name, migration.getMetadata().getNamespace()))
        .map(ConfigMapDigest::content);
  }
}
