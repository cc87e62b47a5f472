package dev.drawbridge.decide;

import dev.drawbridge.api.status.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is recorded of a run at its beginning: from its plan, or from its Job where nothing was
 * recorded.
 */
final class RunStart {

  private RunStart() {}

  static Run of(RunPlan plan, Snapshot snapshot) {
    return begun(
        plan.run(),
        plan.previous(),
        plan.inputs(),
        Optional.ofNullable(snapshot.spec().release()),
        snapshot.migration().getMetadata().getGeneration(),
        Optional.of(snapshot.spec().database().secretRef().name()),
        plan.job(),
        plan.startedAt());
  }

  static Run of(JobView job) {
    return begun(
        job.run(),
        job.previous(),
        job.inputs(),
        job.release(),
        job.generation(),
        job.secret(),
        job.name(),
        job.createdAt());
  }

  private static Run begun(
      String id,
      Optional<String> previous,
      String inputs,
      Optional<String> release,
      long generation,
      Optional<String> secret,
      String job,
      Instant at) {
    return new Run(
        id,
        previous.orElse(null),
        inputs,
        release.orElse(null),
        generation,
        secret.orElse(null),
        job,
        null,
        Timeline.START,
        null,
        null,
        null,
        null,
        null,
        at,
        null,
        null,
        null,
        null,
        List.of(Timeline.entry(at, Timeline.START, "Started", job, "job created")));
  }
}
