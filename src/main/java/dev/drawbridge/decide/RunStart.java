package dev.drawbridge.decide;

import dev.drawbridge.api.status.Run;
import java.util.List;

/**
 * What is recorded of a run at its beginning: from its plan, or from its Job where nothing was
 * recorded.
 */
final class RunStart {

  private RunStart() {}

  static Run of(RunPlan plan, Snapshot snapshot) {
    var origin =
        new Run.Origin(
            plan.previous().orElse(null),
            plan.inputs(),
            snapshot.spec().release(),
            snapshot.migration().getMetadata().getGeneration(),
            snapshot.spec().database().access(),
            plan.queue(),
            plan.retry().orElse(null),
            plan.consent().map(Consent::by).orElse(null),
            plan.deadline());
    return begun(Run.begun(plan.run(), origin, plan.job(), plan.startedAt()));
  }

  static Run of(JobView job) {
    var origin =
        new Run.Origin(
            job.previous().orElse(null),
            job.inputs(),
            job.release().orElse(null),
            job.generation(),
            job.secret().orElse(null),
            job.queue().orElse(null),
            job.retry().orElse(null),
            job.approvedBy().orElse(null),
            job.deadline().orElse(null));
    return begun(Run.begun(job.run(), origin, job.name(), job.createdAt()));
  }

  private static Run begun(Run run) {
    return run.at(Timeline.START, null, List.of(Timeline.jobCreated(run)));
  }
}
