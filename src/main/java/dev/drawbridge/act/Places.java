package dev.drawbridge.act;

import dev.drawbridge.decide.RunPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places of runs that are being started right now and that the caches do not show yet. Closes
 * the moment between two Migrations that look at the same time and both see a free place.
 */
public final class Places {

  private record Taken(String migration, String queue) {}

  private final Map<String, Taken> takenByUid = new HashMap<>();

  /**
   * Takes a place for the Migration with {@code uid}.
   *
   * @return the one who was first, in a sentence; empty if the place is taken
   */
  synchronized Optional<String> take(String uid, String migration, RunPlan plan) {
    var first =
        takenByUid.entrySet().stream()
            .filter(other ->
                !other.getKey().equals(uid) && other.getValue().queue().equals(plan.queue()))
            .findFirst();
    if (first.isPresent()) {
      return first.map(other ->
          "Waits for Migration %s, which works on the same database (queue %s)."
              .formatted(other.getValue().migration(), plan.queue()));
    }
    if (!takenByUid.containsKey(uid) && takenByUid.size() >= plan.runsAtOnce()) {
      return Optional.of(
          "Waits for a place: %d runs are being started.".formatted(takenByUid.size()));
    }
    takenByUid.put(uid, new Taken(migration, plan.queue()));
    return Optional.empty();
  }

  /** Gives the place back: the caches show the run, or there is none. */
  public synchronized void give(String uid) {
    takenByUid.remove(uid);
  }
}
