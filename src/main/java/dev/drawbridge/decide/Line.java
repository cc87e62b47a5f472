package dev.drawbridge.decide;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Those who wait for a place: the first of each queue. Namespaces take turns, so that one with many
 * Migrations does not keep the others waiting: the next is of the namespace that has the fewest
 * runs under way.
 *
 * @param behindARun the first of each queue that something is running in; no place is kept for them
 * @param free the first of each other queue, in the order in which they came
 * @param running how many runs are under way, by namespace
 */
record Line(List<Neighbour> behindARun, List<Neighbour> free, Map<String, Long> running) {

  static final Comparator<Neighbour> FIRST_COME =
      Comparator.comparing(Neighbour::since).thenComparing(Neighbour::name);

  static Line of(List<Neighbour> neighbours) {
    var running = neighbours.stream().filter(Neighbour::running).toList();
    var busy = running.stream().map(Neighbour::queue).collect(Collectors.toSet());
    Map<String, Neighbour> firsts = new LinkedHashMap<>();
    neighbours.stream()
        .filter(other -> !other.running())
        .sorted(FIRST_COME)
        .forEach(other -> firsts.putIfAbsent(other.queue(), other));
    Map<Boolean, List<Neighbour>> byQueue =
        firsts.values().stream()
            .collect(Collectors.partitioningBy(first -> busy.contains(first.queue())));
    return new Line(
        byQueue.getOrDefault(true, List.of()),
        byQueue.getOrDefault(false, List.of()),
        running.stream()
            .collect(Collectors.groupingBy(Neighbour::namespace, Collectors.counting())));
  }

  /** How many go before {@code mine}, which is not among them. */
  long before(Neighbour mine) {
    // Whoever came later to the same queue waits for mine itself.
    var others = free.stream().filter(other -> !isBehind(mine, other));
    var all = Stream.concat(others, Stream.of(mine)).sorted(FIRST_COME).toList();
    return inOrder(all).indexOf(mine);
  }

  private static boolean isBehind(Neighbour mine, Neighbour other) {
    return other.queue().equals(mine.queue()) && FIRST_COME.compare(other, mine) > 0;
  }

  /** The first of the free queues, who is next first. */
  List<Neighbour> inOrder() {
    return inOrder(free);
  }

  /** By how many of one's namespace have a place before oneself, and then by who came first. */
  private List<Neighbour> inOrder(List<Neighbour> sorted) {
    var taken = new HashMap<>(running);
    var turns =
        sorted.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), one -> taken.merge(one.namespace(), 1L, Long::sum)));
    return sorted.stream()
        .sorted(Comparator.<Neighbour, Long>comparing(turns::get).thenComparing(FIRST_COME))
        .toList();
  }
}
