package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Migration with its Jobs and pods in memory, under a process that may die between any two
 * writes and may look at what is long past. Keeps the API server's promises: a conditional write of
 * a stale copy is refused, and a Job's name exists once.
 */
final class PlayedCluster {

  /** The process died, or its write was refused. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What is stored of the Migration; each write makes another version. */
  private record Stored(
      int version,
      @Nullable MigrationStatus status,
      boolean kept,
      boolean deleted,
      String inputs) {}

  /** What a cache has seen at one moment. */
  private record Seen(Stored migration, List<JobView> jobs, List<PodView> pods) {}

  private final Random random;
  private final Map<String, JobView> jobs = new LinkedHashMap<>();
  private final Map<String, PodView> pods = new LinkedHashMap<>();
  private final List<Seen> past = new ArrayList<>();
  private final Set<String> started = new HashSet<>();
  private final Set<String> recorded = new HashSet<>();
  private final Set<String> reallyVerified = new HashSet<>();
  private Stored stored = new Stored(1, null, false, false, "digest-0");
  private Duration time = Duration.ZERO;
  private final PlayedWorkload workload = new PlayedWorkload();

  PlayedCluster(Random random) {
    this.random = random;
  }

  /** Anything may happen. */
  void chance() {
    time = time.plusMillis(random.nextInt(4_000));
    switch (random.nextInt(12)) {
      case 0 -> write(new Stored(0, stored.status(), stored.kept(), stored.deleted(), digest()));
      case 1 -> jobs.values().stream().findAny().ifPresent(this::deleteJob);
      case 2 -> pods.values().stream().findAny().ifPresent(pod -> pods.remove(pod.name()));
      case 3, 4, 5, 6 -> moveOn();
      default -> look(random.nextInt(3) == 0, 8);
    }
    remember();
  }

  /** Nothing unlucky happens any more, until nothing is left to do. */
  void comeToRest() {
    for (var turn = 0; turn < 60; turn++) {
      time = time.plusSeconds(2);
      moveOn();
      remember();
      look(false, 0);
    }
  }

  void deleteMigration() {
    write(new Stored(0, stored.status(), stored.kept(), true, stored.inputs()));
  }

  void nothingIsLeftUndone() {
    assertThat(recorded).containsAll(started);
    assertThat(stored.kept()).as("the Migration is still kept").isFalse();
    assertThat(jobs.values()).noneMatch(JobView::kept);
    workload.standsStillForNothing();
  }

  void hasRunItsInputs() {
    var run = Views.run(snapshot(now()).status());
    assertThat(run.underWay()).isFalse();
    assertThat(run.inputs()).isEqualTo(stored.inputs());
  }

  private String digest() {
    return "digest-" + random.nextInt(3);
  }

  private Seen now() {
    return new Seen(stored, List.copyOf(jobs.values()), List.copyOf(pods.values()));
  }

  private void remember() {
    past.add(now());
  }

  private void look(boolean stale, int deathsInHundred) {
    var seen =
        stale && !past.isEmpty()
            ? past.get(past.size() - 1 - random.nextInt(Math.min(6, past.size())))
            : now();
    var snapshot = snapshot(seen);
    var verdict = MigrationRules.decide(snapshot);
    try {
      var version = seen.migration().version();
      for (var action : verdict.actions()) {
        version = perform(action, version);
        mayDie(deathsInHundred);
      }
      if (!verdict.status().equals(snapshot.status())) {
        demand(version);
        record(verdict.status());
      }
    } catch (Stopped _) {
      remember();
    }
  }

  private Snapshot snapshot(Seen seen) {
    var snapshots =
        Snapshots.aMigration()
            .status(seen.migration().status())
            .inputs(seen.migration().inputs())
            .quiesce(PlayedWorkload.API)
            .workloads(workload.view())
            .pods(seen.pods().toArray(PodView[]::new))
            .jobs(jobsAsObserved(seen).toArray(JobView[]::new))
            .later(time);
    if (seen.migration().kept()) {
      snapshots.finalizer();
    }
    return (seen.migration().deleted() ? snapshots.beingDeleted() : snapshots).look();
  }

  /** A Job that the status knows and the cache does not is asked for freshly. */
  private List<JobView> jobsAsObserved(Seen seen) {
    var all = new ArrayList<>(seen.jobs());
    var status = seen.migration().status();
    if (status != null && status.run() != null && status.run().underWay()) {
      var run = status.run().id();
      if (all.stream().noneMatch(job -> job.run().equals(run))) {
        jobs.values().stream().filter(job -> job.run().equals(run)).forEach(all::add);
      }
    }
    return all;
  }

  private void mayDie(int inHundred) {
    if (random.nextInt(100) < inHundred) {
      throw new Stopped();
    }
  }

  private void demand(int version) {
    if (stored.version() != version) {
      throw new Stopped();
    }
  }

  private int perform(Action action, int version) {
    switch (action) {
      case Action.KeepMigration _ -> {
        demand(version);
        keep(true);
      }
      case Action.Stop(_, var run, var seen) -> {
        workload.stop(run, seen);
        return version;
      }
      case Action.BringBack(_, var seen) -> {
        workload.bringBack(seen, jobs.values().stream().anyMatch(this::mayStillWork));
        return version;
      }
      case Action.StartRun(RunPlan plan) -> start(plan);
      case Action.DeleteJob(String name) -> {
        if (jobs.containsKey(name)) {
          deleteJob(jobs.get(name));
        }
        return version;
      }
      case Action.LetJobGo(String name) -> {
        jobs.computeIfPresent(name, (same, job) -> job.beingDeleted() ? null : Views.letGo(job));
        return version;
      }
      case Action.LeaveStopped _, Action.MakeRollback _ ->
          throw new IllegalStateException("nobody has asked for " + action);
      case Action.LetMigrationGo _ -> {
        demand(version);
        keep(false);
      }
    }
    return stored.version();
  }

  private void keep(boolean kept) {
    if (stored.kept() != kept) {
      write(new Stored(0, stored.status(), kept, stored.deleted(), stored.inputs()));
    }
  }

  private void start(RunPlan plan) {
    if (jobs.containsKey(plan.job())) {
      return;
    }
    assertThat(started.add(plan.run())).as("run %s is started twice", plan.run()).isTrue();
    workload.standsStill();
    assertThat(jobs.values()).as("two Jobs at once").noneMatch(this::mayStillWork);
    jobs.put(
        plan.job(),
        Views.job(
            new Verdict(
                MigrationStatus.NONE, List.of(new Action.StartRun(plan)), Optional.empty())));
  }

  private boolean mayStillWork(JobView job) {
    return !job.complete() && job.failed().isEmpty() && !job.beingDeleted();
  }

  private void record(MigrationStatus status) {
    var run = status.run();
    if (run != null && !run.underWay()) {
      recorded.add(run.id());
    }
    if (status.verified() != null) {
      assertThat(reallyVerified).as("the gate opens too early").contains(status.verified().run());
    }
    write(new Stored(0, status, stored.kept(), stored.deleted(), stored.inputs()));
  }

  private void write(Stored next) {
    stored =
        new Stored(stored.version() + 1, next.status(), next.kept(), next.deleted(), next.inputs());
  }

  private void deleteJob(JobView job) {
    pods.values().removeIf(pod -> pod.run().equals(job.run()));
    if (job.kept()) {
      jobs.put(job.name(), Views.beingDeleted(job));
    } else {
      jobs.remove(job.name());
    }
  }

  /** The Job controller and the node do something. */
  private void moveOn() {
    workload.moveOn();
    jobs.values().stream().filter(this::mayStillWork).findFirst().ifPresent(this::moveOn);
  }

  private void moveOn(JobView job) {
    var pod =
        pods.values().stream()
            .filter(one -> one.run().equals(job.run()) && one.end().isEmpty())
            .findFirst();
    var at = Snapshots.NOW.plus(time);
    if (pod.isEmpty()) {
      var name = "pod-" + job.run() + "-" + pods.size() + "-" + time.toMillis();
      pods.put(name, Views.pod(name, job.run(), at));
    } else if (pod.get().startedAt().isEmpty()) {
      pods.put(pod.get().name(), Views.started(pod.get()));
    } else {
      end(job, pod.get());
    }
  }

  private void end(JobView job, PodView pod) {
    switch (random.nextInt(6)) {
      case 0 ->
          pods.put(
              pod.name(),
              Views.disrupted(
                  Views.ended(pod, 25, Views.ended(Exit.INTERRUPTED, Reason.INTERRUPTED))));
      case 1 -> {
        pods.put(pod.name(), Views.ended(pod, 22, Views.failed()));
        jobs.put(job.name(), Views.failed(job));
      }
      case 2 -> {
        pods.put(pod.name(), Views.ended(pod, 137, ""));
        jobs.put(job.name(), Views.failed(job));
      }
      default -> {
        reallyVerified.add(job.run());
        pods.put(pod.name(), Views.ended(pod, 0, Views.verified("6", "7")));
        jobs.put(job.name(), Views.complete(job));
      }
    }
  }
}
