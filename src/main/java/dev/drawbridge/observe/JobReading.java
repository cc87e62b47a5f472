package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.JobView;
import dev.drawbridge.decide.RunLabel;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what matters of a Job that is a run. */
final class JobReading {

  private JobReading() {}

  static boolean isKept(Job job) {
    return job.hasFinalizer(Markers.RUN_FINALIZER);
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
        Long.parseLong(annotations.getOrDefault(Markers.GENERATION_ANNOTATION, "0")),
        Optional.ofNullable(annotations.get(Markers.SECRET_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.QUEUE_ANNOTATION)),
        Optional.ofNullable(annotations.get(Markers.RETRY_ANNOTATION)),
        Instant.parse(metadata.getCreationTimestamp()),
        Optional.ofNullable(annotations.get(Markers.DEADLINE_ANNOTATION)).map(Instant::parse),
        isKept(job),
        metadata.getDeletionTimestamp() != null,
        condition(job, "Complete").isPresent(),
        condition(job, "Failed").map(failed -> failed.getReason() + ": " + failed.getMessage()));
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(one -> type.equals(one.getType()) && "True".equals(one.getStatus()))
        .findFirst();
  }
}
