package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What to do about a run that exists: it is followed until its outcome is recorded. */
final class RunRules {

  /** A short run is not reported at each of its moments: its start and its end say enough. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private RunRules() {}

  /** The verdict on the run under way; empty if there is none. */
  static Optional<Verdict> follow(Snapshot snapshot) {
    return underWay(snapshot).map(run -> follow(snapshot, run));
  }

  /**
   * The run in the status, or one whose Job was made by a process that died before it could say so.
   */
  private static Optional<Run> underWay(Snapshot snapshot) {
    return snapshot.lastRun().filter(Run::underWay).or(() -> unrecorded(snapshot));
  }

  private static Optional<Run> unrecorded(Snapshot snapshot) {
    return snapshot.jobs().stream()
        .filter(job -> job.kept() && !isRecorded(snapshot.status(), job.run()))
        .min(Comparator.comparing(JobView::createdAt))
        .map(RunStart::of);
  }

  private static boolean isRecorded(MigrationStatus status, String run) {
    return (status.run() != null && status.run().id().equals(run))
        || status.history().stream().anyMatch(past -> past.id().equals(run));
  }

  private static Verdict follow(Snapshot snapshot, Run run) {
    var job = snapshot.jobOf(run.id());
    var state = RunState.of(job, snapshot.podsOf(run.id()));
    return switch (state) {
      case RunState.Starting starting -> starting(snapshot, run, starting);
      case RunState.Running running ->
          cancelled(snapshot, run).orElseGet(() -> goingOn(snapshot, run, running));
      case RunState.Retrying(Reason reason, String message) ->
          cancelled(snapshot, run)
              .orElseGet(
                  () -> Verdict.of(progress(snapshot, run, Timeline.START, reason, message)));
      case RunState.Finished finished -> ended(snapshot, run, Outcome.of(finished));
      case RunState.Crashed crashed ->
          ended(snapshot, run, Outcome.of(crashed, lastWords(snapshot, run)));
      case RunState.NeverStarted _ ->
          ended(snapshot, run, Outcome.neverStarted("it was not started", snapshot.now()));
      case RunState.Lost(String how) -> ended(snapshot, run, lost(snapshot, run, how));
    };
  }

  private static Verdict starting(Snapshot snapshot, Run run, RunState.Starting starting) {
    if (!snapshot.now().isBefore(deadline(snapshot, run))) {
      return Verdict.of(snapshot.status(), new Action.DeleteJob(run.job()));
    }
    var cancelled = cancelled(snapshot, run);
    if (cancelled.isPresent()) {
      return cancelled.get();
    }
    var untilDeadline = Duration.between(snapshot.now(), deadline(snapshot, run));
    return starting
        .trouble()
        .map(trouble ->
            Verdict.of(
                progress(snapshot, run, Timeline.START, trouble.reason(), trouble.message())))
        .orElseGet(() ->
            quietly(snapshot, run, Timeline.START, "Run %s waits for its pod.".formatted(run.id())))
        .lookingAgainAfter(shorter(untilDeadline, snapshot, run));
  }

  private static Verdict goingOn(Snapshot snapshot, Run run, RunState.Running running) {
    var message = "Run %s is at work since %s.".formatted(run.id(), running.since());
    var verdict = quietly(snapshot, run, "running", message);
    return isQuiet(snapshot, run) ? verdict.lookingAgainAfter(untilLoud(snapshot, run)) : verdict;
  }

  private static Duration shorter(Duration untilDeadline, Snapshot snapshot, Run run) {
    return isQuiet(snapshot, run) && untilLoud(snapshot, run).compareTo(untilDeadline) < 0
        ? untilLoud(snapshot, run)
        : untilDeadline;
  }

  /** Nothing is written while a run is young and its start is recorded. */
  private static Verdict quietly(Snapshot snapshot, Run run, String step, String message) {
    return isQuiet(snapshot, run)
        ? Verdict.of(snapshot.status())
        : Verdict.of(progress(snapshot, run, step, Reason.RUNNING, message));
  }

  private static boolean isQuiet(Snapshot snapshot, Run run) {
    return isRecorded(snapshot.status(), run.id())
        && snapshot.now().isBefore(run.startedAt().plus(QUIET));
  }

  private static Duration untilLoud(Snapshot snapshot, Run run) {
    return Duration.between(snapshot.now(), run.startedAt().plus(QUIET));
  }

  private static Instant deadline(Snapshot snapshot, Run run) {
    return run.startedAt().plus(snapshot.spec().limits().deadlineOrDefault());
  }

  private static MigrationStatus progress(
      Snapshot snapshot, Run run, String step, Reason reason, String message) {
    var pods = snapshot.podsOf(run.id());
    var timeline = Timeline.merge(run.timeline(), Timeline.milestones(run, pods));
    return underWay(snapshot, run.at(step, Math.max(1, pods.size()), timeline), reason, message);
  }

  /** The status while {@code run} is under way. */
  static MigrationStatus underWay(Snapshot snapshot, Run run, String message) {
    return underWay(snapshot, run, Reason.RUNNING, message);
  }

  private static MigrationStatus underWay(
      Snapshot snapshot, Run run, Reason reason, String message) {
    return StatusDraft.of(snapshot)
        .run(run)
        .stands(Phase.RUNNING, Outlook.GOING_ON, reason, message)
        .write();
  }

  private static boolean isCancelled(Snapshot snapshot, Run run) {
    var annotations = snapshot.migration().getMetadata().getAnnotations();
    return annotations != null && run.id().equals(annotations.get(Markers.CANCEL_ANNOTATION));
  }

  private static Optional<Verdict> cancelled(Snapshot snapshot, Run run) {
    var toDelete =
        snapshot.jobOf(run.id()).filter(job -> isCancelled(snapshot, run) && !job.beingDeleted());
    return toDelete.map(job -> Verdict.of(snapshot.status(), new Action.DeleteJob(job.name())));
  }

  private static Outcome lost(Snapshot snapshot, Run run, String how) {
    if (isCancelled(snapshot, run)) {
      return Outcome.lost(how, snapshot.now())
          .because(Reason.CANCELLED, "Stopped on request; what was under way was rolled back.");
    }
    var seenRunning =
        snapshot.podsOf(run.id()).stream().anyMatch(pod -> pod.startedAt().isPresent());
    return !snapshot.now().isBefore(deadline(snapshot, run)) && !seenRunning
        ? Outcome.neverStarted(how, snapshot.now())
        : Outcome.lost(how, snapshot.now());
  }

  private static String lastWords(Snapshot snapshot, Run run) {
    return snapshot.podsOf(run.id()).stream()
        .max(Comparator.comparing(PodView::createdAt))
        .flatMap(PodView::end)
        .map(PodView.End::message)
        .orElse("");
  }

  private static Verdict ended(Snapshot snapshot, Run run, Outcome outcome) {
    var cancelled = !outcome.isVerified() && isCancelled(snapshot, run);
    var recorded =
        cancelled
            ? outcome.because(Reason.CANCELLED, "Stopped on request. " + outcome.message())
            : outcome;
    var end = recorded.applyTo(run, snapshot.podsOf(run.id()));
    var draft = StatusDraft.of(snapshot).run(end);
    if (end.succeeded()) {
      draft.verified(Verification.of(end, recorded, draft.verified(), snapshot));
    }
    return Verdict.of(Verification.stands(draft, end).write());
  }
}
