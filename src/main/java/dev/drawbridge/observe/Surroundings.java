package dev.drawbridge.observe;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.RunPlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The Migrations around one: those that have a run under way, by their status or by a Job that a
 * process made before it could say so, and those that wait for one.
 *
 * @param busy the Migrations that have a run under way or wait for one, from the cache
 * @param kept the Jobs that are kept and not over, from the cache
 * @param owner the Migration that owns a Job, from the cache
 */
public record Surroundings(
    Supplier<List<Migration>> busy,
    Supplier<List<Job>> kept,
    Function<Job, Optional<Migration>> owner) {

  /** Whether {@code job} is kept until its outcome is recorded, and not over. */
  public static boolean isAtWork(Job job) {
    return JobReading.isKept(job) && !JobReading.isOver(job);
  }

  /** Everyone who runs or waits besides {@code migration}. */
  public List<Neighbour> of(Migration migration) {
    return those(other -> !isSame(other, migration));
  }

  /** Everyone who runs or waits. */
  public List<Neighbour> all() {
    return those(_ -> true);
  }

  private List<Neighbour> those(Predicate<Migration> counted) {
    var unrecorded = kept.get().stream().flatMap(job -> unrecorded(counted, job).stream()).toList();
    var recorded =
        busy.get().stream()
            .filter(counted)
            .flatMap(other -> Stream.concat(neighbour(other).stream(), followUp(other).stream()))
            .filter(other -> unrecorded.stream().noneMatch(job -> job.name().equals(other.name())));
    return Stream.concat(unrecorded.stream(), recorded).toList();
  }

  private Optional<Neighbour> unrecorded(Predicate<Migration> counted, Job job) {
    var run = JobReading.view(job);
    return owner
        .apply(job)
        .filter(other -> job.hasOwnerReferenceFor(other) && counted.test(other))
        .filter(other -> !other.statusOrNone().tellsOf(run.run()))
        .map(other ->
            new Neighbour(
                other.qualifiedName(),
                run.queue().orElseGet(other::queue),
                true,
                run.run(),
                run.createdAt()));
  }

  private static Optional<Neighbour> neighbour(Migration other) {
    var status = other.statusOrNone();
    return other
        .runUnderWay()
        .map(run ->
            new Neighbour(
                other.qualifiedName(),
                Objects.requireNonNullElseGet(run.queue(), other::queue),
                true,
                run.id(),
                run.startedAt()))
        .or(() ->
            Optional.ofNullable(status.queuedSince())
                .filter(since -> status.phase() == Phase.QUEUED)
                .filter(since -> other.getMetadata().getDeletionTimestamp() == null)
                .map(since ->
                    new Neighbour(other.qualifiedName(), other.queue(), false, "", since)));
  }

  /** It takes a place, and keeps nobody in its queue waiting. */
  private static Optional<Neighbour> followUp(Migration other) {
    return other
        .statusOrNone()
        .followUpUnderWay()
        .map(run ->
            new Neighbour(
                other.qualifiedName(), RunPlan.NO_QUEUE, true, run.id(), run.startedAt()));
  }

  private static boolean isSame(Migration one, Migration other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }
}
