package dev.drawbridge.decide;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may start, and who waits for whom: runs with the same queue name never overlap, and only so
 * many are under way at once.
 */
public final class StartOrder {

  private StartOrder() {}

  /** What {@code snapshot}'s Migration waits for, in a sentence; empty if it may start. */
  static Optional<String> blocker(Snapshot snapshot) {
    return sameQueueRunning(snapshot)
        .or(() -> earlierInQueue(snapshot))
        .or(() -> tooManyAtOnce(snapshot));
  }

  /** Who has taken the place of {@code plan} since it was made; empty if it is still free. */
  public static Optional<String> overtaken(RunPlan plan, List<Neighbour> neighbours) {
    var running =
        neighbours.stream().filter(Neighbour::running).map(Neighbour::name).distinct().count();
    return running(neighbours, plan.queue())
        .filter(why -> plan.checksOnly().isEmpty())
        .or(() ->
            running < plan.runsAtOnce()
                ? Optional.empty()
                : Optional.of(
                    "Waits for a place: %d runs are under way or being started, and that is the most (DRAWBRIDGE_RUNS_AT_ONCE)."
                        .formatted(running)));
  }

  private static Optional<String> sameQueueRunning(Snapshot snapshot) {
    return running(snapshot.neighbours(), snapshot.queue());
  }

  private static Optional<String> running(List<Neighbour> neighbours, String queue) {
    return neighbours.stream()
        .filter(other -> other.running() && other.queue().equals(queue))
        .findFirst()
        .map(other ->
            "Waits for run %s of Migration %s, which works on the same database (queue %s)."
                .formatted(other.run(), other.name(), other.queue()));
  }

  private static Optional<String> earlierInQueue(Snapshot snapshot) {
    return snapshot.neighbours().stream()
        .filter(other -> !other.running() && other.queue().equals(snapshot.queue()))
        .filter(other -> isBefore(other, snapshot))
        .min(Comparator.comparing(other -> new Place(other.since(), other.name())))
        .map(other ->
            "Waits behind Migration %s, which came first (queue %s)."
                .formatted(other.name(), other.queue()));
  }

  private static boolean isBefore(Neighbour other, Snapshot snapshot) {
    var mine = new Place(mySince(snapshot), snapshot.migration().qualifiedName());
    return new Place(other.since(), other.name()).compareTo(mine) < 0;
  }

  private static Instant mySince(Snapshot snapshot) {
    return Objects.requireNonNullElse(snapshot.status().queuedSince(), snapshot.now());
  }

  /** What a run waits for that needs a place, but no queue. */
  static Optional<String> tooManyAtOnce(Snapshot snapshot) {
    var running = snapshot.neighbours().stream().filter(Neighbour::running).count();
    var before = earlierForAPlace(snapshot);
    return running + before < snapshot.runsAtOnce()
        ? Optional.empty()
        : Optional.of(
            "Waits for a place: %d runs are under way, %d wait before this one, and %d are started at most (DRAWBRIDGE_RUNS_AT_ONCE)."
                .formatted(running, before, snapshot.runsAtOnce()));
  }

  /**
   * How many places go to those who came first: one for each queue that nothing is running in. A
   * place is not kept for those who could not take it.
   */
  private static long earlierForAPlace(Snapshot snapshot) {
    var busy =
        snapshot.neighbours().stream()
            .filter(Neighbour::running)
            .map(Neighbour::queue)
            .collect(Collectors.toSet());
    return snapshot.neighbours().stream()
        .filter(other -> !other.running() && !busy.contains(other.queue()))
        .filter(other -> isBefore(other, snapshot))
        .map(Neighbour::queue)
        .distinct()
        .count();
  }

  private record Place(Instant since, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::since).thenComparing(Place::name).compare(this, other);
    }
  }
}
