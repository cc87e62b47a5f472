package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.PlanSummary.Lock;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The locks that one script takes: of each relation the strongest, and since when. It holds them to
 * its end.
 */
final class ScriptLocks {

  private static final int MOST_NAMED = 3;
  private static final Comparator<Taken> STRONGEST_FIRST =
      Comparator.comparing((Taken taken) -> taken.lock().mode()).reversed();

  private final Map<Long, Taken> strongest = new LinkedHashMap<>();

  /** A lock, the line of the statement that took it, and when in its script that began. */
  private record Taken(SeenLock lock, int line, long since) {}

  /** The statement in {@code line}, which began {@code since} milliseconds after its script. */
  void add(Collection<SeenLock> seen, int line, long since) {
    for (var lock : seen) {
      strongest.merge(
          lock.relation(),
          new Taken(lock, line, since),
          (one, next) -> next.lock().mode().compareTo(one.lock().mode()) > 0 ? next : one);
    }
  }

  /** Whether others that read or write would wait for one of them. */
  boolean blockOthers() {
    return strongest.values().stream().anyMatch(taken -> taken.lock().mode().blocksOthers());
  }

  /** The strongest first; {@code millis} is how long the script took. */
  List<Lock> list(String script, long millis) {
    return strongest.values().stream()
        .sorted(STRONGEST_FIRST)
        .map(taken ->
            new Lock(
                taken.lock().mode().words(),
                taken.lock().name(),
                taken.lock().mode().blocks(),
                script,
                taken.line(),
                millis - taken.since()))
        .toList();
  }

  /** Those that others would wait for, in words. */
  String describe(long millis) {
    var strong =
        strongest.values().stream()
            .filter(taken -> taken.lock().mode().blocksOthers())
            .sorted(STRONGEST_FIRST)
            .toList();
    if (strong.isEmpty()) {
      return "no lock that blocks reads or writes";
    }
    var named =
        strong.stream()
            .limit(MOST_NAMED)
            .map(taken -> describe(taken, millis))
            .collect(Collectors.joining("; "));
    return strong.size() <= MOST_NAMED
        ? named
        : "%s; and %d more".formatted(named, strong.size() - MOST_NAMED);
  }

  private static String describe(Taken taken, long millis) {
    var lock = taken.lock();
    return "%s on %s from line %d on, %d ms: blocks %s"
        .formatted(
            lock.mode().words(),
            lock.name(),
            taken.line(),
            millis - taken.since(),
            lock.mode().blocks());
  }
}
