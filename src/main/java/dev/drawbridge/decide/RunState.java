package dev.drawbridge.decide;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a run is, as its Job and pods show it. Known before the Job controller says so: from the
 * container's status.
 */
public sealed interface RunState {

  /** The pod has not started; {@code trouble} says why, if anything is wrong. */
  record Starting(Optional<PodView.Trouble> trouble) implements RunState {}

  /** The run is at work; {@code trouble} says what keeps its next container from starting. */
  record Running(Instant since, Optional<PodView.Trouble> trouble) implements RunState {}

  /** This pod ended, nothing can have been repeated wrongly, and the Job makes another one. */
  record Retrying(Reason reason, String message) implements RunState {}

  /** The runner ended and said how. */
  record Finished(Exit exit, RunLog log, boolean overDeadline, Instant at) implements RunState {}

  /** The runner ended without saying how. */
  record Crashed(String how, RunLog log, Instant at) implements RunState {}

  /** A container of the user's own has failed: a step, or a check. */
  record StepFailed(PodView pod, PodView.End end) implements RunState {}

  /** The deadline passed while a container could not be started; those before it have run. */
  record Stuck(PodView.Trouble trouble, RunLog log) implements RunState {}

  /** The deadline passed before the runner had started. */
  record NeverStarted() implements RunState {}

  /** The Job or its pod is gone, and the outcome with it. */
  record Lost(String how) implements RunState {}

  /** The state of the run whose Job and pods these are. */
  static RunState of(Optional<JobView> job, List<PodView> pods) {
    var newest = PodView.newest(pods);
    if (newest.isPresent()) {
      return ofPod(newest.get(), job);
    }
    if (job.isEmpty()) {
      return new Lost("its Job was deleted");
    }
    return job.get().isOver() ? new Lost("its pod was deleted") : new Starting(refusal(job.get()));
  }

  private static Optional<PodView.Trouble> refusal(JobView job) {
    return job.refusedPod()
        .map(why ->
            new PodView.Trouble(
                Reason.POD_REFUSED,
                "Kubernetes makes no pod for Job %s: %s. It tries again by itself: make room, or change what refuses it."
                    .formatted(job.name(), why)));
  }

  private static RunState ofPod(PodView pod, Optional<JobView> job) {
    var anotherPodComes =
        job.filter(one -> one.failed().isEmpty() && !one.beingDeleted()).isPresent()
            && (!pod.runsTools() || pod.wasUnreachable());
    if (pod.end().isPresent()) {
      return ofEnd(pod, pod.end().get(), anotherPodComes);
    }
    if (pod.failedWithoutEnd()) {
      return withoutEnd(pod, anotherPodComes);
    }
    return pod.startedAt()
        .<RunState>map(
            since -> new Running(since, pod.hasParts() ? pod.trouble() : Optional.empty()))
        .orElseGet(() -> new Starting(pod.trouble()));
  }

  private static RunState ofEnd(PodView pod, PodView.End end, boolean anotherPodComes) {
    if (!end.isOurs()) {
      return pod.disrupted() && anotherPodComes ? takenAway(pod) : new StepFailed(pod, end);
    }
    var log = pod.log();
    var exit = Exit.ofCode(end.exitCode());
    var agreed =
        exit.filter(code -> log.closing().filter(line -> line.outcome() == code).isPresent());
    if (agreed.filter(code -> code == Exit.VERIFIED).isPresent()) {
      return new Finished(Exit.VERIFIED, log, false, end.seenAt());
    }
    if (pod.disrupted() && anotherPodComes) {
      return takenAway(pod);
    }
    if (pod.wasUnreachable() && anotherPodComes) {
      return new Retrying(
          Reason.UNREACHABLE, log.closing().map(line -> line.message()).orElse("unreachable"));
    }
    return agreed
        .<RunState>map(code -> new Finished(code, log, pod.overDeadline(), end.seenAt()))
        .orElseGet(() -> new Crashed(how(pod, end), log, end.seenAt()));
  }

  private static RunState takenAway(PodView pod) {
    return new Retrying(
        Reason.INTERRUPTED,
        "Pod %s was taken away by Kubernetes; another one begins again.".formatted(pod.name()));
  }

  private static RunState withoutEnd(PodView pod, boolean anotherPodComes) {
    if (pod.overDeadline()) {
      if (pod.startedAt().isPresent() && pod.hasParts() && pod.trouble().isPresent()) {
        return new Stuck(pod.trouble().get(), pod.log());
      }
      return pod.startedAt().isPresent()
          ? new Lost("its pod was ended by its deadline and left no word")
          : new NeverStarted();
    }
    var how =
        pod.startedAt().isPresent() ? "failed and left no word" : "failed before its container ran";
    return anotherPodComes
        ? new Retrying(Reason.INTERRUPTED, "Pod %s %s.".formatted(pod.name(), how))
        : new Lost("its pod %s %s".formatted(pod.name(), how));
  }

  private static String how(PodView pod, PodView.End end) {
    var meaning =
        switch (end.exitCode()) {
          case 137 ->
              end.reason().equals("OOMKilled")
                  ? "killed: it used more memory than its limit"
                  : "killed by SIGKILL";
          case 143 -> "ended by SIGTERM";
          case 126, 127 -> "its command could not be run";
          default -> end.reason();
        };
    return "pod %s ended with exit code %d (%s)".formatted(pod.name(), end.exitCode(), meaning);
  }
}
