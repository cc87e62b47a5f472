package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.JobView;
import dev.drawbridge.decide.RunLabel;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what matters of a Job that is a run. */
final class JobReading {

  private JobReading() {}

  static boolean isKept(Job job) {
    return job.hasFinalizer(Markers.RUN_FINALIZER);
  }

  /** Whether it only checks, after a run. */
  static boolean isFollowUp(Job job) {
    return job.getMetadata().getLabels() != null
        && job.getMetadata().getLabels().containsKey(Markers.FOLLOW_UP_LABEL);
  }

  static boolean isOver(Job job) {
    return condition(job, "Complete").isPresent() || condition(job, "Failed").isPresent();
  }

  static JobView view(Job job) {
    var metadata = job.getMetadata();
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    return new JobView(
        metadata.getName(),
        RunLabel.of(job),
        annotations.getOrDefault(Markers.INPUTS_ANNOTATION, ""),
        Optional.ofNullable(annotations.get(Markers.PREVIOUS_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.RELEASE_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.GENERATION_ANNOTATION))
            .flatMap(JobReading::number)
            .orElse(0L),
        Optional.ofNullable(annotations.get(Markers.SECRET_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.QUEUE_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.RETRY_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.APPROVED_BY_ANNOTATION)),
        Optional.ofNullable(metadata.getCreationTimestamp())
            .flatMap(JobReading::time)
            .orElse(Instant.EPOCH),
        Optional.ofNullable(annotations.get(Markers.DEADLINE_ANNOTATION)).flatMap(JobReading::time),
        isKept(job),
        metadata.getDeletionTimestamp() != null,
        condition(job, "Complete").isPresent(),
        condition(job, "Failed").map(failed -> failed.getReason() + ": " + failed.getMessage()),
        Optional.empty());
  }

  /** Whether its controller has looked at it, and shows no pod of it that is at work. */
  static boolean hasNoPod(Job job) {
    var status = job.getStatus();
    return status != null
        && status.getStartTime() != null
        && Objects.requireNonNullElse(status.getActive(), 0) == 0
        && !isOver(job);
  }

  /** What somebody has written over counts as not written: one such Job must stop nothing else. */
  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).stream()
        .flatMap(status -> Stream.ofNullable(status.getConditions()))
        .flatMap(List::stream)
        .filter(one -> type.equals(one.getType()) && "True".equals(one.getStatus()))
        .findFirst();
  }
}
