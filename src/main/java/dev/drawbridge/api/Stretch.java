package dev.drawbridge.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps of our own that follow one another, and are done by one container. A run step stands
 * between two of them: the one before gets all ready for it, the one after looks at what it has
 * done.
 *
 * @param index from 0
 * @param from the first of its flyway steps, as its place in spec.migrate
 * @param to the place after the last of them, which is that of the run step that follows
 * @param last whether no run step follows
 */
public record Stretch(int index, int from, int to, boolean last) {

  /** The stretches of {@code steps}: one more than there are run steps. */
  public static List<Stretch> of(List<MigrateStep> steps) {
    var stretches = new ArrayList<Stretch>();
    var from = 0;
    for (var place = 0; place < steps.size(); place++) {
      if (steps.get(place).run() != null) {
        stretches.add(new Stretch(stretches.size(), from, place, false));
        from = place + 1;
      }
    }
    stretches.add(new Stretch(stretches.size(), from, steps.size(), true));
    return List.copyOf(stretches);
  }

  /** All of {@code steps} in one, for a runner that only looks at them. */
  public static Stretch whole(List<MigrateStep> steps) {
    return new Stretch(0, 0, steps.size(), true);
  }

  public boolean isFirst() {
    return index == 0;
  }

  /** Whether the step at {@code place} is one of its own. */
  public boolean contains(int place) {
    return from <= place && place < to;
  }

  /** The place of the run step before it, if it is not the first stretch. */
  public int before() {
    return from - 1;
  }

  /** The place of the run step after it, if it is not the last stretch. */
  public int after() {
    return to;
  }
}
