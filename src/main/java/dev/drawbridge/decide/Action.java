package dev.drawbridge.decide;

import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.Workload;
import java.util.Optional;

/** Something to do in the cluster. Nothing else exists to do to a Migration and its runs. */
public sealed interface Action {

  /**
   * Keep the Migration until its run has ended, if nothing of it has changed since it was looked
   * at.
   */
  record KeepMigration() implements Action {}

  /** Stop what is to stand still while this run works, if it is as it was seen. */
  record Stop(Workload workload, String run, Optional<StandStill> seen) implements Action {}

  /** Bring back what stands still, if it still does so as it was seen. */
  record BringBack(Workload workload, StandStill seen) implements Action {}

  /** Let what stands still go as it is, if it still does so as it was seen. */
  record LeaveStopped(Workload workload, StandStill seen) implements Action {}

  /** Create the Job of a run. */
  record StartRun(RunPlan plan) implements Action {}

  /** Remove a Job and its pod: the run is over, or must not begin any more. */
  record DeleteJob(String name) implements Action {}

  /** Let a Job go: its outcome is recorded. */
  record LetJobGo(String name) implements Action {}

  /** Create the Rollback that {@code onFailure} asks for, of this run. */
  record MakeRollback(String name, String run, RollbackSpec spec) implements Action {}

  /** Let the Migration go: no run of it is under way. */
  record LetMigrationGo() implements Action {}
}
