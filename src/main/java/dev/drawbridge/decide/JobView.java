package dev.drawbridge.decide;

import java.time.Instant;
import java.util.Optional;

/**
 * What matters of a Job.
 *
 * @param run the id of the run that it is
 * @param inputs the digest of the inputs that it was made for
 * @param previous the id of the run before it
 * @param secret the Secret by which the run reaches the database
 * @param queue the queue that the run occupies
 * @param retry the value of the retry annotation that it was made for
 * @param approvedBy who has approved of its plan
 * @param deadline when the run must have ended
 * @param kept whether our finalizer is on it
 * @param failed why the Job controller gave it up
 * @param refusedPod why the Job controller cannot make its pod, where it has none
 */
public record JobView(
    String name,
    String run,
    String inputs,
    Optional<String> previous,
    Optional<String> release,
    long generation,
    Optional<String> secret,
    Optional<String> queue,
    Optional<String> retry,
    Optional<String> approvedBy,
    Instant createdAt,
    Optional<Instant> deadline,
    boolean kept,
    boolean beingDeleted,
    boolean complete,
    Optional<String> failed,
    Optional<String> refusedPod) {

  /** The same, whose pod is not made: {@code why}. */
  public JobView refusedPod(String why) {
    return new JobView(
        name,
        run,
        inputs,
        previous,
        release,
        generation,
        secret,
        queue,
        retry,
        approvedBy,
        createdAt,
        deadline,
        kept,
        beingDeleted,
        complete,
        failed,
        Optional.of(why));
  }

  /** Whether no other pod comes of it. */
  public boolean isOver() {
    return complete || failed.isPresent() || beingDeleted;
  }
}
