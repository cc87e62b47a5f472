package dev.drawbridge.decide;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of the Jobs of runs that only check: one whose outcome is recorded is let go, and
 * one that nobody knows is removed.
 *
 * @param next what is going to be known
 */
record FollowUpJobs(Snapshot snapshot, MigrationStatus next) {

  List<Action> actions() {
    return snapshot.followUps().jobs().stream()
        .filter(JobView::kept)
        .filter(job -> !isBeingRecorded(job))
        .flatMap(this::letGo)
        .toList();
  }

  /** It is under way, or its outcome is written only now. */
  private boolean isBeingRecorded(JobView job) {
    return isUnderWay(job, snapshot.status()) || isUnderWay(job, next);
  }

  private static boolean isUnderWay(JobView job, MigrationStatus status) {
    return status.followUpUnderWay().map(Run::id).filter(job.run()::equals).isPresent();
  }

  private Stream<Action> letGo(JobView job) {
    var go = new Action.LetJobGo(job.name());
    return snapshot.isRecorded(job.run()) || job.isOver()
        ? Stream.of(go)
        : Stream.of(new Action.DeleteJob(job.name()), go);
  }
}
