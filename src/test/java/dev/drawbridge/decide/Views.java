package dev.drawbridge.decide;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes what a snapshot shows: Jobs, pods, and what their runners said. */
final class Views {

  private Views() {}

  static MigrateStep.Flyway flyway(String... configMaps) {
    return new MigrateStep.Flyway(
        List.of(configMaps), null, Map.of(), null, List.of(), Map.of(), null);
  }

  /** The Job that {@code verdict} starts. */
  static JobView job(Verdict verdict) {
    var plan =
        verdict.actions().stream()
            .filter(Action.StartRun.class::isInstance)
            .map(action -> ((Action.StartRun) action).plan())
            .findFirst()
            .orElseThrow();
    return new JobView(
        plan.job(),
        plan.run(),
        plan.inputs(),
        plan.previous(),
        Optional.empty(),
        1,
        Optional.of("orders-db"),
        Optional.of(plan.queue()),
        plan.retry(),
        plan.consent().map(Consent::by),
        plan.startedAt(),
        Optional.of(plan.deadline()),
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty());
  }

  static JobView letGo(JobView job) {
    return with(job, false, job.beingDeleted(), job.complete(), job.failed());
  }

  static JobView beingDeleted(JobView job) {
    return with(job, job.kept(), true, job.complete(), job.failed());
  }

  static JobView complete(JobView job) {
    return with(job, job.kept(), job.beingDeleted(), true, job.failed());
  }

  static JobView failed(JobView job) {
    return with(
        job, job.kept(), job.beingDeleted(), job.complete(), Optional.of("PodFailurePolicy"));
  }

  private static JobView with(
      JobView job, boolean kept, boolean beingDeleted, boolean complete, Optional<String> failed) {
    return new JobView(
        job.name(),
        job.run(),
        job.inputs(),
        job.previous(),
        job.release(),
        job.generation(),
        job.secret(),
        job.queue(),
        job.retry(),
        job.approvedBy(),
        job.createdAt(),
        job.deadline(),
        kept,
        beingDeleted,
        complete,
        failed,
        job.refusedPod());
  }

  /** A pod that waits to be started. */
  static PodView pod(String name, String run) {
    return pod(name, run, Snapshots.NOW.plusSeconds(1));
  }

  static PodView pod(String name, String run, Instant createdAt) {
    return new PodView(
        name,
        run,
        createdAt,
        Optional.of("node-1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Map.of(),
        false,
        false,
        false,
        false,
        false);
  }

  static PodView troubled(PodView pod, Reason reason, String message) {
    return with(pod, draft -> draft.trouble = Optional.of(new PodView.Trouble(reason, message)));
  }

  static PodView started(PodView pod) {
    return with(pod, draft -> draft.startedAt = Optional.of(pod.createdAt().plusSeconds(1)));
  }

  static PodView ended(PodView pod, int exitCode, String message) {
    return ended(pod, exitCode, message, "Error");
  }

  static PodView ended(PodView pod, int exitCode, String message, String reason) {
    var end =
        new PodView.End(
            PodView.RUNNER,
            exitCode,
            message,
            reason,
            !pod.runsTools(),
            pod.createdAt().plusSeconds(3));
    return with(started(pod), draft -> draft.end = Optional.of(end));
  }

  /** The user's step at {@code place} has failed; what ours said before it is {@code earlier}. */
  static PodView stepFailed(
      PodView pod, int place, int exitCode, String output, String reason, String earlier) {
    return userFailed(withTools(pod), "step-" + place, exitCode, output, reason, earlier);
  }

  /** The user's container of this name has failed; what ours said before it is {@code earlier}. */
  static PodView userFailed(
      PodView pod, String name, int exitCode, String output, String reason, String earlier) {
    var end =
        new PodView.End(name, exitCode, output, reason, false, pod.createdAt().plusSeconds(3));
    return with(
        withChecks(started(pod)),
        draft -> {
          draft.end = Optional.of(end);
          draft.earlier = earlier;
        });
  }

  /** One of several containers, some of which are steps of the user's. */
  static PodView withTools(PodView pod) {
    return with(withChecks(pod), draft -> draft.runsTools = true);
  }

  /** One of several containers, some of which are checks of the user's. */
  static PodView withChecks(PodView pod) {
    return with(pod, draft -> draft.hasParts = true);
  }

  /** The first of our containers ended so. */
  static PodView firstEnded(PodView pod, int exitCode, String message) {
    return oursEnded(withTools(pod), 0, true, exitCode, message);
  }

  /** Our container of this number ended so. */
  static PodView oursEnded(
      PodView pod, int number, boolean beforeChanges, int exitCode, String message) {
    var name = "runner-" + number;
    var end = new PodView.End(name, exitCode, message, "Error", beforeChanges, pod.createdAt());
    return with(started(pod), draft -> draft.end = Optional.of(end));
  }

  static PodView disrupted(PodView pod) {
    return with(pod, draft -> draft.disrupted = true);
  }

  static PodView overDeadline(PodView pod) {
    return with(pod, draft -> draft.overDeadline = true);
  }

  /** One that has failed, and whose container never ran. */
  static PodView failedWithoutEnd(PodView pod) {
    return with(pod, draft -> draft.failedWithoutEnd = true);
  }

  private static PodView with(PodView pod, Consumer<PodDraft> change) {
    var draft = new PodDraft(pod);
    change.accept(draft);
    return draft.view();
  }

  /** The report of a runner that applied one script and found {@code to} applied. */
  static String verified(String from, String to) {
    var closing =
        new Closing(
            Exit.VERIFIED,
            Reason.VERIFIED,
            "Schema " + to + ", from " + from + ".",
            from,
            to,
            1,
            1,
            null,
            new Closing.Database("7111", "orders"));
    return report(
        event(1, "migrate", RunEvent.State.APPLIED, to + " orders", 31L),
        new RunEvent(
            1,
            2,
            SAID_AT.plusMillis(2),
            "end",
            null,
            RunEvent.State.FOUND,
            null,
            null,
            null,
            new AppliedVersions(null, List.of(from, to)),
            null),
        closing(3, closing));
  }

  /** The report of a runner whose script failed. */
  static String failed() {
    var failure = new Closing.Failure("V7__x.sql", 3, "42P07", "CREATE TABLE x", "Correct it.");
    var closing =
        new Closing(
            Exit.MIGRATION_FAILED,
            Reason.SCRIPT_FAILED,
            "V7__x.sql, line 3: it exists.",
            "6",
            "6",
            0,
            0,
            failure,
            new Closing.Database("7111", "orders"));
    return report(event(1, "migrate", RunEvent.State.FAILED, "V7__x.sql", 5L), closing(2, closing));
  }

  static String ended(Exit exit, Reason reason) {
    return report(closing(1, new Closing(exit, reason, "It ended.", null, null, 0, 0, null, null)));
  }

  static String report(RunEvent... events) {
    return RunLog.withinBudget(List.of(events), 4096);
  }

  static Run run(MigrationStatus status) {
    return requireNonNull(status.run());
  }

  static Verified proof(MigrationStatus status) {
    return requireNonNull(status.verified());
  }

  static final Instant SAID_AT = Snapshots.NOW.plusMillis(2_500);

  static RunEvent event(
      int sequence, String phase, RunEvent.State state, String subject, @Nullable Long millis) {
    return event(sequence, phase, state, subject, millis, null);
  }

  static RunEvent closing(int sequence, Closing closing) {
    return event(sequence, "end", RunEvent.State.ENDED, null, null, closing);
  }

  private static RunEvent event(
      int sequence,
      String phase,
      RunEvent.State state,
      @Nullable String subject,
      @Nullable Long millis,
      @Nullable Closing closing) {
    var at = SAID_AT.plus(Duration.ofMillis(sequence));
    return new RunEvent(1, sequence, at, phase, null, state, subject, null, millis, null, closing);
  }
}
