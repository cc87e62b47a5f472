package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Workload;
import java.util.Optional;

/** A Deployment that is to stand still while a run works, and always read freshly. */
final class PlayedWorkload {

  static final Workload API = new Workload(Workload.Kind.DEPLOYMENT, "api");

  private Optional<StandStill> standStill = Optional.empty();
  private boolean hasPods = true;

  WorkloadView view() {
    return new WorkloadView(
        API, true, standStill, Optional.of("2 pods").filter(_ -> hasPods), Optional.empty());
  }

  void stop(String run, Optional<StandStill> seen) {
    if (standStill.equals(seen)) {
      standStill = Optional.of(StandStill.ofReplicas("migration/orders", run, 2, Optional.empty()));
    }
  }

  void bringBack(StandStill seen, boolean isRunAtWork) {
    standStill = standStill.filter(known -> !known.equals(seen));
    assertThat(standStill.isEmpty() && isRunAtWork).as("it is brought back beside a run").isFalse();
  }

  /** Its pods end, or begin. */
  void moveOn() {
    hasPods = standStill.isEmpty();
  }

  void standsStill() {
    assertThat(hasPods || standStill.isEmpty()).as("a run is started beside pods").isFalse();
  }

  void standsStillForNothing() {
    assertThat(standStill).as("what stands still for nothing").isEmpty();
  }
}
