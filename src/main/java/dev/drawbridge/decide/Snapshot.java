package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that one decision about a Migration may depend on, read at one moment.
 *
 * @param jobs the Jobs that this very Migration owns
 * @param pods the pods of those Jobs
 * @param followUps what the cluster shows of its runs that only check
 * @param neighbours the other Migrations that are running or waiting, in the whole cluster
 * @param deployments the Deployments that carry the Migration's name in their label
 * @param leaks what is known of pods of those that the gate did not let go
 * @param rollbacks those that name it
 * @param workloads what the run wants to stand still, and what stands still; in their order
 * @param dependencies what is known of the Migrations that come first
 * @param scripts the files that matter to the Rollback whose turn it is
 * @param runsAtOnce how many runs may be under way at once, in the whole cluster
 */
public record Snapshot(
    Migration migration,
    Inputs inputs,
    List<JobView> jobs,
    List<PodView> pods,
    FollowUps followUps,
    List<Neighbour> neighbours,
    List<DeploymentView> deployments,
    Leaks leaks,
    List<Rollback> rollbacks,
    List<WorkloadView> workloads,
    Dependencies dependencies,
    ScriptFiles scripts,
    int runsAtOnce,
    Instant now) {

  public Snapshot {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
    neighbours = List.copyOf(neighbours);
    deployments = List.copyOf(deployments);
    rollbacks = List.copyOf(rollbacks);
    workloads = workloads.stream().sorted().toList();
  }

  /** The same with what is known of the Migrations that come first. */
  public Snapshot with(Dependencies known) {
    return new Snapshot(
        migration,
        inputs,
        jobs,
        pods,
        followUps,
        neighbours,
        deployments,
        leaks,
        rollbacks,
        workloads,
        known,
        scripts,
        runsAtOnce,
        now);
  }

  /** The same with what is known of the files that matter to a Rollback. */
  public Snapshot with(ScriptFiles known) {
    return new Snapshot(
        migration,
        inputs,
        jobs,
        pods,
        followUps,
        neighbours,
        deployments,
        leaks,
        rollbacks,
        workloads,
        dependencies,
        known,
        runsAtOnce,
        now);
  }

  /** The same with what is known of what stands still. */
  public Snapshot with(List<WorkloadView> known) {
    return new Snapshot(
        migration,
        inputs,
        jobs,
        pods,
        followUps,
        neighbours,
        deployments,
        leaks,
        rollbacks,
        known,
        dependencies,
        scripts,
        runsAtOnce,
        now);
  }

  /** Whether a run may be due, so that it matters what it would wait for. */
  public boolean mayStartARun() {
    return !isBeingDeleted()
        && lastRun().filter(run -> run.underWay() || Verification.isUpToDate(this, run)).isEmpty();
  }

  public MigrationSpec spec() {
    return migration.getSpec();
  }

  /** The status as it was last written; empty for a new Migration. */
  public MigrationStatus status() {
    return migration.statusOrNone();
  }

  public String name() {
    return migration.getMetadata().getName();
  }

  public String uid() {
    return migration.getMetadata().getUid();
  }

  Optional<Run> lastRun() {
    return Optional.ofNullable(status().run());
  }

  Optional<JobView> jobOf(String run) {
    return jobs.stream().filter(job -> job.run().equals(run)).findFirst();
  }

  List<PodView> podsOf(String run) {
    return pods.stream().filter(pod -> pod.run().equals(run)).toList();
  }

  /** Whether the status says something of the run with this id. */
  boolean isRecorded(String run) {
    return status().tellsOf(run);
  }

  boolean isBeingDeleted() {
    return migration.getMetadata().getDeletionTimestamp() != null;
  }

  boolean hasFinalizer() {
    return migration.getMetadata().getFinalizers().contains(Markers.RUN_FINALIZER);
  }

  String queue() {
    return migration.queue();
  }
}
