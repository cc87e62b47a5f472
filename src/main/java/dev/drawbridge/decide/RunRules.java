package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Run;
import java.util.Comparator;
import java.util.Optional;

/** What to do about a run that exists: it is followed until its outcome is recorded. */
final class RunRules {

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
        .filter(job -> job.kept() && !snapshot.isRecorded(job.run()))
        .min(Comparator.comparing(JobView::createdAt))
        .map(RunStart::of);
  }

  private static Verdict follow(Snapshot snapshot, Run run) {
    var progress = new RunProgress(snapshot, run);
    return switch (RunState.of(snapshot.jobOf(run.id()), progress.pods())) {
      case RunState.Starting(var trouble) ->
          stopped(snapshot, run, progress).orElseGet(() -> progress.starting(trouble));
      case RunState.Running(var since) ->
          cancelled(snapshot, run)
              .or(() -> overdue(progress))
              .orElseGet(() -> progress.running(since));
      case RunState.Retrying(var reason, var message) ->
          stopped(snapshot, run, progress).orElseGet(() -> progress.retrying(reason, message));
      case RunState.Finished finished -> ended(snapshot, run, Outcome.of(finished));
      case RunState.Crashed crashed ->
          ended(snapshot, run, Outcome.of(crashed, progress.lastWords()));
      case RunState.NeverStarted _ ->
          ended(snapshot, run, neverRan(progress, "it was not started"));
      case RunState.Lost(var how) ->
          ended(
              snapshot,
              run,
              progress.isOverDeadline()
                  ? neverRan(progress, how)
                  : Outcome.lost(how, snapshot.now()));
    };
  }

  /** A run that does not work right now is stopped by its deadline, or on request. */
  private static Optional<Verdict> stopped(Snapshot snapshot, Run run, RunProgress progress) {
    if (isStopping(snapshot, run) && progress.isOverdue()) {
      return overdue(progress);
    }
    return progress.isOverDeadline()
        ? Optional.of(deleteJob(snapshot, run).lookingAgainAfter(progress.untilOverdue()))
        : cancelled(snapshot, run);
  }

  private static Optional<Verdict> overdue(RunProgress progress) {
    return progress.isOverdue() ? Optional.of(progress.overdue()) : Optional.empty();
  }

  private static boolean isStopping(Snapshot snapshot, Run run) {
    return snapshot.jobOf(run.id()).filter(job -> !job.beingDeleted()).isEmpty();
  }

  private static Optional<Verdict> cancelled(Snapshot snapshot, Run run) {
    var stopping = snapshot.jobOf(run.id()).filter(JobView::beingDeleted).isPresent();
    return isCancelled(snapshot, run) && !stopping
        ? Optional.of(deleteJob(snapshot, run))
        : Optional.empty();
  }

  private static Verdict deleteJob(Snapshot snapshot, Run run) {
    return Verdict.of(StatusDraft.of(snapshot).write(), new Action.DeleteJob(run.job()));
  }

  private static boolean isCancelled(Snapshot snapshot, Run run) {
    var annotations = snapshot.migration().getMetadata().getAnnotations();
    return annotations != null && run.id().equals(annotations.get(Markers.CANCEL_ANNOTATION));
  }

  /** That nothing was applied is said only if no pod of the run was ever seen at work. */
  private static Outcome neverRan(RunProgress progress, String how) {
    return progress.wasSeenAtWork()
        ? Outcome.lost(how, progress.now())
        : Outcome.neverStarted(how, progress.now());
  }

  private static Verdict ended(Snapshot snapshot, Run run, Outcome outcome) {
    var recorded = isCancelled(snapshot, run) ? outcome.onRequest() : outcome;
    var end = recorded.applyTo(new RunProgress(snapshot, run));
    var draft = StatusDraft.of(snapshot).run(end);
    if (end.succeeded()) {
      draft.verified(Verification.of(end, recorded, draft.verified(), snapshot));
    }
    var status = Verification.stands(draft, end, snapshot).write();
    return Verdict.of(status, outcome.isWordless() ? halt(snapshot, run) : new Action[0]);
  }

  /** Where no runner had the last word, the Job may still make another pod, to work unseen. */
  private static Action[] halt(Snapshot snapshot, Run run) {
    return snapshot.jobOf(run.id()).stream()
        .filter(job -> !job.complete() && job.failed().isEmpty() && !job.beingDeleted())
        .map(job -> new Action.DeleteJob(job.name()))
        .toArray(Action[]::new);
  }
}
