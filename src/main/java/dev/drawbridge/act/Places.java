package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.decide.StartOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The places of runs that are being started right now and that the caches do not show yet. A place
 * is taken in view of the caches as they are at that moment, and given back when they show the run:
 * whoever looked at the same time, or has looked before, finds it in the one or in the others.
 */
public final class Places {

  private final RunningRuns running;
  private final Map<String, Neighbour> takenByUid = new HashMap<>();

  public Places(RunningRuns running) {
    this.running = running;
  }

  /** The runs of other Migrations that the caches show at the moment when it is asked. */
  @FunctionalInterface
  public interface RunningRuns {
    List<Neighbour> besides(Migration migration);
  }

  /**
   * Takes a place for {@code migration}.
   *
   * @return who was first, in a sentence; empty if the place is taken
   */
  synchronized Optional<String> take(Migration migration, RunPlan plan) {
    var uid = migration.getMetadata().getUid();
    var others =
        takenByUid.entrySet().stream()
            .filter(taken -> !taken.getKey().equals(uid))
            .map(Map.Entry::getValue);
    var neighbours = Stream.concat(running.besides(migration).stream(), others).toList();
    var first = StartOrder.overtaken(plan, neighbours);
    if (first.isPresent()) {
      takenByUid.remove(uid);
    } else {
      takenByUid.put(
          uid,
          new Neighbour(
              migration.qualifiedName(), plan.queue(), true, plan.run(), plan.startedAt()));
    }
    return first;
  }

  /** Gives the place back: the caches show the run, or there is none. */
  public synchronized void give(String uid) {
    takenByUid.remove(uid);
  }
}
