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
    Optional<String> failed) {

  /** Whether no other pod comes of it. */
  public boolean isOver() {
    return complete || failed.isPresent() || beingDeleted;
  }
}
