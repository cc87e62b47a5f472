package dev.drawbridge.runner.process;

import dev.drawbridge.report.AppliedVersions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The version of each step's history, before the run and now. Of several steps, the last one that
 * has a version counts, with all that belongs to it.
 */
final class StepVersions {

  private static final Versions NONE = new Versions(null, null, null);

  private final TreeMap<Integer, Versions> steps = new TreeMap<>();
  private int current;

  /**
   * One step's.
   *
   * @param from its version before the run
   * @param to its version now
   * @param all the versions that are applied; null until the history was read again
   */
  record Versions(@Nullable String from, @Nullable String to, @Nullable AppliedVersions all) {}

  Map<Integer, Versions> all() {
    return Map.copyOf(steps);
  }

  void resume(Map<Integer, Versions> before) {
    steps.putAll(before);
  }

  /** What is told from now on is about this step. */
  void enter(int step) {
    current = step;
  }

  private Versions step() {
    return steps.getOrDefault(current, NONE);
  }

  void found(@Nullable String version) {
    steps.put(current, new Versions(version, version, null));
  }

  void applied(String version) {
    steps.put(current, new Versions(step().from(), version, step().all()));
  }

  void leave(@Nullable String version, AppliedVersions all) {
    steps.put(current, new Versions(step().from(), version, all));
  }

  void startsAt(String baseline) {
    if (step().from() == null) {
      steps.put(current, new Versions(baseline, step().to(), step().all()));
    }
  }

  /** Those of the step that counts. */
  Versions counting() {
    return steps.descendingMap().values().stream()
        .filter(step -> step.to() != null)
        .findFirst()
        .orElseGet(() -> steps.isEmpty() ? NONE : steps.lastEntry().getValue());
  }
}
