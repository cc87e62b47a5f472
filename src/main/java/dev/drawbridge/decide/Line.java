package dev.drawbridge.decide;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Who goes first: runs with the same queue name never overlap, and only so many are under way at
 * once.
 */
final class Line {

  private Line() {}

  /** What {@code snapshot}'s Migration waits for, in a sentence; empty if it may start. */
  static Optional<String> blocker(Snapshot snapshot) {
    return sameQueueRunning(snapshot)
        .or(() -> earlierInQueue(snapshot))
        .or(() -> tooManyAtOnce(snapshot));
  }

  private static Optional<String> sameQueueRunning(Snapshot snapshot) {
    return snapshot.line().stream()
        .filter(other -> other.running() && other.queue().equals(snapshot.queue()))
        .findFirst()
        .map(other ->
            "Waits for run %s of Migration %s, which works on the same database (queue %s)."
                .formatted(other.run(), other.name(), other.queue()));
  }

  private static Optional<String> earlierInQueue(Snapshot snapshot) {
    var mine =
        new Place(
            mySince(snapshot),
            snapshot.migration().getMetadata().getNamespace() + "/" + snapshot.name());
    return snapshot.line().stream()
        .filter(other -> !other.running() && other.queue().equals(snapshot.queue()))
        .filter(other -> new Place(other.since(), other.name()).compareTo(mine) < 0)
        .min(Comparator.comparing(Neighbour::since))
        .map(other ->
            "Waits behind Migration %s, which came first (queue %s)."
                .formatted(other.name(), other.queue()));
  }

  private static Instant mySince(Snapshot snapshot) {
    return Objects.requireNonNullElse(snapshot.status().queuedSince(), snapshot.now());
  }

  private static Optional<String> tooManyAtOnce(Snapshot snapshot) {
    var running = snapshot.line().stream().filter(Neighbour::running).count();
    return running < snapshot.runsAtOnce()
        ? Optional.empty()
        : Optional.of(
            "Waits for a place: %d runs are under way, and %d are started at most (DRAWBRIDGE_RUNS_AT_ONCE)."
                .formatted(running, snapshot.runsAtOnce()));
  }

  private record Place(Instant since, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::since).thenComparing(Place::name).compare(this, other);
    }
  }
}
