package dev.drawbridge.decide;

import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Migration named expand that comes first: verified at schema 7, two days ago, or not. */
record Forerunner(@Nullable String soak) {

  private static final String INPUTS = "digest-a";

  private static Migration verifiedTwoDaysAgo() {
    var migration = migration(Snapshots.aVerifiedRun());
    var status = migration.statusOrNone();
    var proof = Views.proof(status);
    var earlier =
        new Verified(
            proof.version(),
            proof.applied(),
            proof.floor(),
            proof.releases(),
            proof.database(),
            proof.secret(),
            proof.run(),
            proof.inputs(),
            proof.generation(),
            Snapshots.NOW.minus(Duration.ofDays(2)));
    return migration.withStatus(
        new MigrationStatus(
            status.observedGeneration(),
            status.phase(),
            status.conditions(),
            earlier,
            null,
            status.run(),
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null));
  }

  private Dependencies of(Optional<Migration> migration, String digest, RolloutView... rollouts) {
    var inputs =
        migration.<Inputs>map(found -> new Inputs.Ready(digest, Map.of("orders-sql", "content")));
    var view =
        new DependencyView(new Dependency("expand", soak), migration, inputs, List.of(rollouts));
    return new Dependencies(List.of(), List.of(view), Optional.empty(), List.of());
  }

  private static Migration migration(Snapshots snapshots) {
    return snapshots.look().migration();
  }

  Dependencies missing() {
    return of(Optional.empty(), INPUTS);
  }

  Dependencies pending() {
    var pending = Snapshots.aMigration().missing("ConfigMap orders-sql does not exist.");
    return of(Optional.of(migration(pending.with(pending.decide()))), INPUTS);
  }

  Dependencies editedSince() {
    return of(Optional.of(migration(Snapshots.aVerifiedRun().edited())), INPUTS);
  }

  Dependencies ofOtherScripts() {
    return of(Optional.of(migration(Snapshots.aVerifiedRun())), "digest-b");
  }

  Dependencies beingDeleted() {
    return of(Optional.of(migration(Snapshots.aVerifiedRun().beingDeleted())), INPUTS);
  }

  Dependencies verified(RolloutView... rollouts) {
    return of(Optional.of(verifiedTwoDaysAgo()), INPUTS, rollouts);
  }

  /** The same, where the API server's clock says {@code time}. */
  Dependencies verifiedAt(Instant time, RolloutView... rollouts) {
    var here = verified(rollouts);
    return new Dependencies(here.circle(), here.views(), Optional.of(time), List.of());
  }
}
