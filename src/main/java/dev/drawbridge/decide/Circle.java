package dev.drawbridge.decide;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whether a Migration waits for itself, by way of those that come first. */
public final class Circle {

  private Circle() {}

  /**
   * The shortest way from {@code name} back to it, both ends included; empty if there is none.
   *
   * @param before the names of those that come before one; none for one that is not there
   */
  public static List<String> through(String name, Function<String, List<String>> before) {
    var from = new HashMap<String, String>();
    var next = new ArrayDeque<>(List.of(name));
    while (!next.isEmpty()) {
      var one = next.remove();
      for (var earlier : before.apply(one)) {
        if (earlier.equals(name)) {
          return way(name, one, from);
        }
        if (from.putIfAbsent(earlier, one) == null) {
          next.add(earlier);
        }
      }
    }
    return List.of();
  }

  private static List<String> way(String name, String last, Map<String, String> from) {
    var way = new ArrayDeque<>(List.of(name));
    for (var one = last; !one.equals(name); one = from.getOrDefault(one, name)) {
      way.addFirst(one);
    }
    way.addFirst(name);
    return List.copyOf(way);
  }
}
