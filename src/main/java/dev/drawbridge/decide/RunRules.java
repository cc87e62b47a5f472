package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.util.Comparator;
import java.util.Optional;

/** What to do about a run that exists: it is followed until its outcome is recorded. */
final class RunRules {

  private RunRules() {}

  /** The verdict on the run under way; empty if there is none. */
  static Optional<Verdict> follow(Snapshot snapshot) {
    return underWay(snapshot).map(run -> follow(new RunProgress(snapshot, run)));
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

  private static Verdict follow(RunProgress progress) {
    return switch (RunState.of(progress.job(), progress.pods())) {
      case RunState.Starting(var trouble) ->
          stopped(progress).orElseGet(() -> progress.starting(trouble));
      case RunState.Running(var since, var trouble) ->
          cancelled(progress)
              .or(() -> overdue(progress))
              .orElseGet(() -> progress.running(since, trouble));
      case RunState.Retrying(var reason, var message) ->
          stopped(progress).orElseGet(() -> progress.retrying(reason, message));
      case RunState.Finished finished -> ended(progress, Outcome.of(finished));
      case RunState.Crashed crashed ->
          ended(progress, Outcome.of(crashed, progress.lastWords(), progress.repetition()));
      case RunState.StepFailed(var pod, var end) ->
          ended(progress, new FailedStep(pod, end, progress.repetition()).outcome());
      case RunState.Stuck stuck ->
          ended(progress, FailedStep.stuck(stuck, progress.now(), progress.repetition()));
      case RunState.NeverStarted _ -> ended(progress, neverRan(progress, "it was not started"));
      case RunState.Lost(var how) -> ended(progress, gone(progress, how));
    };
  }

  private static Outcome gone(RunProgress progress, String how) {
    if (progress.isOverDeadline()) {
      return progress
          .traces()
          .rememberedUnreachable()
          .map(words -> Outcome.unreachable(words, progress.now(), progress.repetition()))
          .orElseGet(() -> neverRan(progress, how));
    }
    return isCancelled(progress) && !progress.traces().wasSeenAtWork()
        ? Outcome.notBegun(progress.now(), progress.repetition())
        : Outcome.lost(how, progress.now(), progress.repetition());
  }

  /** A run that does not work right now is stopped by its deadline, or on request. */
  private static Optional<Verdict> stopped(RunProgress progress) {
    if (isStopping(progress) && progress.isOverdue()) {
      return overdue(progress);
    }
    return progress.isOverDeadline()
        ? Optional.of(deleteJob(progress).lookingAgainAfter(progress.untilOverdue()))
        : cancelled(progress);
  }

  private static Optional<Verdict> overdue(RunProgress progress) {
    return progress.isOverdue() ? Optional.of(progress.overdue()) : Optional.empty();
  }

  /** Whether its Job is being deleted, or gone already. */
  private static boolean isStopping(RunProgress progress) {
    return progress.job().filter(job -> !job.beingDeleted()).isEmpty();
  }

  private static Optional<Verdict> cancelled(RunProgress progress) {
    return isCancelled(progress) && !isStopping(progress)
        ? Optional.of(deleteJob(progress))
        : Optional.empty();
  }

  /** With the Job its pods go: what they did and said must be remembered before. */
  private static Verdict deleteJob(RunProgress progress) {
    var draft = StatusDraft.of(progress.snapshot()).run(progress.remembered());
    progress
        .traces()
        .saidUnreachable()
        .ifPresent(
            words -> draft.stands(Phase.RUNNING, Outlook.GOING_ON, Reason.UNREACHABLE, words));
    return Verdict.of(draft.write(), new Action.DeleteJob(progress.run().job()));
  }

  private static boolean isCancelled(RunProgress progress) {
    var snapshot = progress.snapshot();
    var annotations = snapshot.migration().getMetadata().getAnnotations();
    var isAskedFor =
        annotations != null
            && progress.run().id().equals(annotations.get(Markers.CANCEL_ANNOTATION));
    return isAskedFor
        || TakingBack.interrupting(
                snapshot.rollbacks(), snapshot.migration(), snapshot.dependencies().dependants())
            .isPresent();
  }

  /** That nothing was applied is said only if no pod of the run was ever seen at work. */
  private static Outcome neverRan(RunProgress progress, String how) {
    return progress.traces().wasSeenAtWork()
        ? Outcome.lost(how, progress.now(), progress.repetition())
        : Outcome.neverStarted(
            progress.traces().obstacle().orElse(how + "."), progress.now(), progress.repetition());
  }

  private static Verdict ended(RunProgress progress, Outcome outcome) {
    var snapshot = progress.snapshot();
    var recorded = isCancelled(progress) ? outcome.onRequest() : outcome;
    var end = recorded.applyTo(progress);
    var draft = StatusDraft.of(snapshot).run(end).plan(PlanStatus.of(recorded.log(), end.id()));
    if (end.succeeded()) {
      draft.verifiedByRun(Verification.of(end, recorded, draft.verified(), snapshot));
    }
    var status =
        TakenBackRules.atTheEndOfARun(draft, snapshot)
            .orElseGet(() -> Verification.stands(draft, end, snapshot))
            .write();
    return Verdict.of(status, outcome.isWordless() ? halt(progress) : new Action[0]);
  }

  /** Where no runner had the last word, the Job may still make another pod, to work unseen. */
  private static Action[] halt(RunProgress progress) {
    return progress.job().stream()
        .filter(job -> !job.isOver())
        .map(job -> new Action.DeleteJob(job.name()))
        .toArray(Action[]::new);
  }
}
