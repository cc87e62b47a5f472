package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Verified;
import java.util.Optional;

/**
 * What the caches tell about whether pods of a Deployment run that the gate did not let go. As long
 * as this stays the same, so does the answer.
 *
 * @param why why what the Deployment asks for now has to wait; empty if it may go
 */
public record LeakSigns(
    Need need, PodCounts pods, Optional<Ruling.Why> why, Optional<Verified> verified) {

  /** The signs about the Deployment of {@code snapshot}, which has these pods. */
  public static LeakSigns of(GateSnapshot snapshot, PodCounts pods) {
    var why =
        switch (snapshot.ruling()) {
          case Ruling.Open _ -> Optional.<Ruling.Why>empty();
          case Ruling.Closed closed -> Optional.of(closed.why());
        };
    var verified =
        snapshot
            .migration()
            .map(Migration::statusOrNone)
            .flatMap((MigrationStatus status) -> Optional.ofNullable(status.verified()));
    return new LeakSigns(snapshot.deployment().need(), pods, why, verified);
  }

  /** Whether the ReplicaSets have to be asked. Not while all pods are of a template that may go. */
  public boolean areThere() {
    var allMayGo = why.isEmpty() && pods.isCurrent() && pods.ofThisTemplate() == pods.all();
    return pods.all() > 0 && !allMayGo;
  }
}
