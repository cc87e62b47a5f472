package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.report.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds snapshots of a Rollback of the Migration orders, whose gate is closed for it or not. */
final class BackScene {

  static final Inputs INPUTS = new Inputs.Ready("digest-back", Map.of("orders-sql", "content-a"));

  private final Rollback rollback;
  private Optional<Migration> migration;
  private final List<Rollback> others = new ArrayList<>();
  private Inputs inputs = INPUTS;
  private List<JobView> jobs = List.of();
  private List<PodView> pods = List.of();
  private List<Neighbour> line = List.of();
  private List<String> notClosed = List.of();
  private List<WorkloadView> workloads = List.of();
  private ScriptFiles scripts = ScriptFiles.UNKNOWN;

  private BackScene(Rollback rollback, Optional<Migration> migration) {
    this.rollback = rollback;
    this.migration = migration;
    others.add(rollback);
  }

  static BackScene of(RollbackDraft rollback, Snapshots migration) {
    return new BackScene(rollback.make(), Optional.of(migration.look().migration()));
  }

  static BackScene of(RollbackDraft rollback, Migration migration) {
    return new BackScene(rollback.make(), Optional.of(migration));
  }

  static BackScene withoutAMigration(RollbackDraft rollback) {
    return new BackScene(rollback.make(), Optional.empty());
  }

  BackScene besides(RollbackDraft other) {
    others.add(other.make());
    return this;
  }

  BackScene missing(String message) {
    inputs = new Inputs.Missing(Reason.MISSING_CONFIG_MAP, message);
    return this;
  }

  BackScene jobs(JobView... there) {
    jobs = List.of(there);
    return this;
  }

  BackScene pods(PodView... there) {
    pods = List.of(there);
    return this;
  }

  BackScene line(Neighbour... before) {
    line = List.of(before);
    return this;
  }

  BackScene notClosed(String... there) {
    notClosed = List.of(there);
    return this;
  }

  /** The files that are in the ConfigMap orders-sql. */
  BackScene files(String... names) {
    scripts = new ScriptFiles(Map.of("orders-sql", List.of(names)));
    return this;
  }

  BackScene workloads(WorkloadView... there) {
    workloads = List.of(there);
    return this;
  }

  RollbackSnapshot look() {
    return new RollbackSnapshot(rollback, migration, others, run(), notClosed, scripts);
  }

  Verdict decide() {
    return RollbackRules.decide(look());
  }

  private Snapshot run() {
    return new Snapshot(
        WayBack.of(rollback, migration.orElseGet(WayBack::ofNothing)),
        inputs,
        jobs,
        pods,
        FollowUps.NONE,
        line,
        List.of(),
        new Leaks(Map.of()),
        List.of(),
        workloads,
        Dependencies.NONE,
        ScriptFiles.UNKNOWN,
        8,
        Snapshots.NOW.plusSeconds(600));
  }
}
