package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Workload;
import java.util.Optional;

/**
 * What there is to know of something that a run wants to stand still.
 *
 * @param exists whether there is such a thing
 * @param standStill what is remembered on it; empty if it does not stand still
 * @param stillRunning what of it runs, as {@code 2 pods}; empty if nothing does
 * @param obstacle why it must not be stopped, or cannot come back now; empty if nothing is in the
 *     way
 */
public record WorkloadView(
    Workload workload,
    boolean exists,
    Optional<StandStill> standStill,
    Optional<String> stillRunning,
    Optional<String> obstacle)
    implements Comparable<WorkloadView> {

  /** There is no such thing. */
  public static WorkloadView missing(Workload workload) {
    return new WorkloadView(workload, false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether it is at work, or stands still for {@code migration}. */
  boolean mayBeStoppedFor(Migration migration) {
    return standStill.filter(known -> !known.isFor(migration)).isEmpty();
  }

  /** Whether it stands still for some run of {@code owner}. */
  boolean isStoppedFor(String owner) {
    return standStill.filter(known -> known.owner().equals(owner)).isPresent();
  }

  /** Whether that is this run. */
  boolean isStoppedFor(String owner, String run) {
    return isStoppedFor(owner) && standStill.filter(known -> known.run().equals(run)).isPresent();
  }

  @Override
  public int compareTo(WorkloadView other) {
    return workload.compareTo(other.workload);
  }
}
