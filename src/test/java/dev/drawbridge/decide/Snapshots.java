package dev.drawbridge.decide;

import dev.drawbridge.api.Approval;
import dev.drawbridge.api.Database;
import dev.drawbridge.api.Guardrails;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.Workload;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds snapshots: a Migration named orders in namespace shop, and what is around it. */
final class Snapshots {

  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private String uid = "uid-1";
  private long generation = 1;
  private String secret = "orders-db";
  private UnaryOperator<SpecDraft> further = UnaryOperator.identity();
  private final Map<String, String> annotations = new HashMap<>();
  private final List<String> finalizers = new ArrayList<>();
  private boolean beingDeleted;
  private @Nullable MigrationStatus status;
  private Inputs inputs = new Inputs.Ready("digest-a", Map.of("orders-sql", "content-a"));
  private List<JobView> jobs = List.of();
  private List<PodView> pods = List.of();
  private FollowUps followUps = FollowUps.NONE;
  private List<Neighbour> line = List.of();
  private List<DeploymentView> deployments = List.of();
  private Leaks leaks = new Leaks(Map.of());
  private List<Rollback> rollbacks = List.of();
  private List<WorkloadView> workloads = List.of();
  private Dependencies dependencies = Dependencies.NONE;
  private int runsAtOnce = 8;
  private Instant now = NOW;

  static Snapshots aMigration() {
    return new Snapshots();
  }

  /** One whose run has been started and recorded, and whose Job is there. */
  static Snapshots aStartedRun() {
    var snapshots = aMigration();
    var started = snapshots.decide();
    return snapshots.with(started).finalizer().jobs(Views.job(started));
  }

  /** One whose run has ended as {@code pod} shows, and whose Job has been let go. */
  static Snapshots anEndedRun(int exitCode, String report) {
    var started = aStartedRun();
    var run = started.runId();
    return started
        .later(Duration.ofSeconds(9))
        .pods(Views.ended(Views.pod("pod-1", run), exitCode, report))
        .settled();
  }

  static Snapshots aVerifiedRun() {
    return anEndedRun(0, Views.verified("6", "7"));
  }

  static Snapshots aFailedRun() {
    return anEndedRun(22, Views.failed());
  }

  /** After the outcome has been recorded and everything has been let go. */
  Snapshots settled() {
    with(decide());
    finalizers.clear();
    jobs = jobs.stream().map(Views::letGo).toList();
    return with(decide());
  }

  Snapshots uid(String other) {
    uid = other;
    return this;
  }

  Snapshots edited() {
    generation++;
    return this;
  }

  Snapshots secret(String name) {
    secret = name;
    return this;
  }

  Snapshots release(String name) {
    return spec(draft -> draft.release(name));
  }

  Snapshots suspended() {
    return spec(draft -> draft.suspend(true));
  }

  Snapshots deadline(String time) {
    return spec(draft -> draft.guardrails(limits(time, null)));
  }

  /** With approval required: by these names, if there are any. */
  Snapshots approval(String... names) {
    return spec(draft -> draft.approval(Approval.REQUIRED).approvals(List.of(names)));
  }

  Snapshots destructive(Guardrails.Destructive what) {
    return spec(draft -> draft.guardrails(limits(null, what)));
  }

  Snapshots unsupported(String what) {
    return spec(draft -> draft.unsupported(what));
  }

  Snapshots annotation(String name, String value) {
    annotations.put(name, value);
    return this;
  }

  Snapshots finalizer() {
    finalizers.add(Markers.RUN_FINALIZER);
    return this;
  }

  Snapshots beingDeleted() {
    beingDeleted = true;
    generation++;
    return this;
  }

  Snapshots with(Verdict verdict) {
    return status(verdict.status());
  }

  Snapshots status(@Nullable MigrationStatus known) {
    status = known;
    return this;
  }

  Snapshots inputs(String digest) {
    inputs = new Inputs.Ready(digest, Map.of("orders-sql", "content of " + digest));
    return this;
  }

  Snapshots inputs(Inputs given) {
    inputs = given;
    return this;
  }

  Snapshots missing(String message) {
    inputs = new Inputs.Missing(Reason.MISSING_CONFIG_MAP, message);
    return this;
  }

  Snapshots jobs(JobView... there) {
    jobs = List.of(there);
    return this;
  }

  Snapshots pods(PodView... there) {
    pods = List.of(there);
    return this;
  }

  /** What else is in the spec, or is changed there. */
  Snapshots spec(UnaryOperator<SpecDraft> change) {
    var before = further;
    further = draft -> change.apply(before.apply(draft));
    return this;
  }

  Snapshots followUps(List<JobView> jobsThere, PodView... podsThere) {
    followUps = new FollowUps(jobsThere, List.of(podsThere));
    return this;
  }

  Snapshots line(Neighbour... others) {
    line = List.of(others);
    return this;
  }

  Snapshots deployments(DeploymentView... there) {
    deployments = List.of(there);
    return this;
  }

  /** What was found of the Deployment of this UID; null if it has none. */
  Snapshots leak(String deployment, @Nullable String sentence) {
    leaks = new Leaks(Map.of(deployment, Optional.ofNullable(sentence)));
    return this;
  }

  /** What is to stand still for the run. */
  Snapshots quiesce(Workload... asked) {
    return spec(draft -> draft.quiesce(List.of(asked)));
  }

  Snapshots workloads(WorkloadView... seen) {
    workloads = List.of(seen);
    return this;
  }

  Snapshots rollbacks(Rollback... there) {
    rollbacks = List.of(there);
    return this;
  }

  Snapshots dependencies(Dependencies known) {
    dependencies = known;
    return this;
  }

  Snapshots atMost(int runs) {
    runsAtOnce = runs;
    return this;
  }

  Snapshots at(Instant moment) {
    now = moment;
    return this;
  }

  Snapshots later(Duration time) {
    now = now.plus(time);
    return this;
  }

  String runId() {
    return look().lastRun().orElseThrow().id();
  }

  JobView job() {
    return jobs.getFirst();
  }

  Verdict decide() {
    return MigrationRules.decide(look());
  }

  Snapshot look() {
    return new Snapshot(
        migration(),
        inputs,
        jobs,
        pods,
        followUps,
        line,
        deployments,
        leaks,
        rollbacks,
        workloads,
        dependencies,
        ScriptFiles.UNKNOWN,
        runsAtOnce,
        now);
  }

  private Migration migration() {
    var migration = new Migration();
    migration.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withUid(uid)
            .withGeneration(generation)
            .withAnnotations(Map.copyOf(annotations))
            .withFinalizers(List.copyOf(finalizers))
            .withDeletionTimestamp(beingDeleted ? NOW.toString() : null)
            .build());
    migration.setSpec(spec());
    migration.setStatus(status);
    return migration;
  }

  private MigrationSpec spec() {
    var draft =
        SpecDraft.of(new Database(new Database.SecretRef(secret, Map.of()), null, null))
            .migrate(List.of(new MigrateStep(Views.flyway("orders-sql"), null)));
    return further.apply(draft).spec();
  }

  private static Guardrails limits(
      @Nullable String deadline, Guardrails.@Nullable Destructive destructive) {
    return new Guardrails(deadline, null, null, null, destructive, null);
  }
}
