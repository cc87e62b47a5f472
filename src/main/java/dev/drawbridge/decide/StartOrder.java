package dev.drawbridge.decide;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may start, and who waits for whom: runs with the same queue name never overlap, and only so
 * many are under way at once.
 */
public final class StartOrder {

  private StartOrder() {}

  /**
   * What {@code snapshot}'s Migration waits for, in a sentence; empty if it may start. The sentence
   * stays the same while it only moves up: many that wait must not all be written for each step.
   */
  static Optional<String> blocker(Snapshot snapshot) {
    return earlierInQueue(snapshot)
        .or(() -> running(snapshot.neighbours(), snapshot.queue()))
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
                : Optional.of(waitsForAPlace(plan.runsAtOnce())));
  }

  /**
   * Those of {@code everyone} who wait and can be the next to start, by name: the first of each
   * queue, and of the queues that nothing is running in no more than there are places.
   */
  public static Set<String> next(List<Neighbour> everyone, int runsAtOnce) {
    var line = Line.of(everyone);
    return Stream.concat(line.behindARun().stream(), line.inOrder().stream().limit(runsAtOnce))
        .map(Neighbour::name)
        .collect(Collectors.toSet());
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
        .filter(other -> Line.FIRST_COME.compare(other, mine(snapshot)) < 0)
        .findFirst()
        .map(other ->
            "Waits for its turn in queue %s, in which others came first.".formatted(other.queue()));
  }

  private static Neighbour mine(Snapshot snapshot) {
    var since = Objects.requireNonNullElse(snapshot.status().queuedSince(), snapshot.now());
    return new Neighbour(snapshot.migration().qualifiedName(), snapshot.queue(), false, "", since);
  }

  /** What a run waits for that needs a place, but no queue. */
  static Optional<String> tooManyAtOnce(Snapshot snapshot) {
    var running = snapshot.neighbours().stream().filter(Neighbour::running).count();
    var before = Line.of(snapshot.neighbours()).before(mine(snapshot));
    return running + before < snapshot.runsAtOnce()
        ? Optional.empty()
        : Optional.of(waitsForAPlace(snapshot.runsAtOnce()));
  }

  private static String waitsForAPlace(int runsAtOnce) {
    return "Waits for a place: at most %d runs are under way at once (DRAWBRIDGE_RUNS_AT_ONCE), and others go first."
        .formatted(runsAtOnce);
  }
}
