package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a Job ends, and why. */
record JobOutcome(boolean succeeded, String reason, String message) {

  static Optional<JobOutcome> of(Job job, JobPods pods, Optional<String> fatal, Instant now) {
    var decided = decidedBefore(job);
    if (decided.isPresent()) {
      return decided;
    }
    if (fatal.isPresent()) {
      return Optional.of(new JobOutcome(false, "PodFailurePolicy", fatal.get()));
    }
    var status = JobStatusUpdate.statusOf(job);
    if (number(status.getSucceeded()) >= number(job.getSpec().getCompletions())) {
      return Optional.of(
          new JobOutcome(true, "CompletionsReached", "Reached expected number of succeeded pods"));
    }
    if (number(status.getFailed()) > number(job.getSpec().getBackoffLimit())) {
      return Optional.of(
          new JobOutcome(
              false, "BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }
    return deadline(job)
        .filter(deadline -> !now.isBefore(deadline))
        .map(deadline ->
            new JobOutcome(
                false, "DeadlineExceeded", "Job was active longer than specified deadline"));
  }

  /** What was settled while pods were still ending. */
  private static Optional<JobOutcome> decidedBefore(Job job) {
    return conditions(job)
        .filter(condition ->
            List.of("FailureTarget", "SuccessCriteriaMet").contains(condition.getType()))
        .map(condition ->
            new JobOutcome(
                condition.getType().equals("SuccessCriteriaMet"),
                condition.getReason(),
                condition.getMessage()))
        .findFirst();
  }

  static boolean isFinished(Job job) {
    return finished(job).isPresent();
  }

  static Optional<Instant> finishedAt(Job job) {
    return finished(job).map(condition -> Instant.parse(condition.getLastTransitionTime()));
  }

  private static Optional<JobCondition> finished(Job job) {
    return conditions(job)
        .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
        .findFirst();
  }

  private static Stream<JobCondition> conditions(Job job) {
    return job.getStatus() == null
        ? Stream.empty()
        : job.getStatus().getConditions().stream()
            .filter(condition -> condition.getStatus().equals("True"));
  }

  /** When a Job that says how long it may take has to be over. */
  static Optional<Instant> deadline(Job job) {
    var seconds = job.getSpec().getActiveDeadlineSeconds();
    var start = job.getStatus() == null ? null : job.getStatus().getStartTime();
    return seconds == null || start == null
        ? Optional.empty()
        : Optional.of(Instant.parse(start).plusSeconds(seconds));
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
