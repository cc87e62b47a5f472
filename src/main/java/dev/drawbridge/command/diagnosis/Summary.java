package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A run in one sentence: how it stands, what it has applied and checked, in how many pods. */
final class Summary {

  private Summary() {}

  static String of(Run run, List<CheckedAssertion> assertions) {
    var parts = new ArrayList<String>();
    parts.add(standing(run));
    if (run.to() != null) {
      parts.add(
          "schema %s, from %s"
              .formatted(run.to(), Objects.requireNonNullElse(run.from(), "an empty history")));
    }
    parts.add(count(applied(run), "script or step applied", "scripts or steps applied"));
    var passed = assertions.stream().filter(CheckedAssertion::passed).count();
    if (!assertions.isEmpty()) {
      parts.add("%d of %d checks passed".formatted(passed, assertions.size()));
    }
    if (run.attempt() != null) {
      parts.add(count(run.attempt(), "pod", "pods"));
    }
    return String.join(", ", parts) + ".";
  }

  private static String standing(Run run) {
    if (run.underWay()) {
      return run.step() == null ? "Under way" : "Under way, at " + run.step();
    }
    if (run.succeeded()) {
      return "Verified";
    }
    return run.step() == null ? "Failed" : "Failed at " + run.step();
  }

  /** A timeline is bounded, so what is counted there is only the least that it can be. */
  private static long applied(Run run) {
    var told = run.applied();
    return told == null ? appliedInTimeline(run) : told.longValue();
  }

  private static long appliedInTimeline(Run run) {
    return run.timeline().stream()
        .filter(entry -> entry.phase().equals(RunPhase.MIGRATE.word()))
        .filter(entry -> entry.state().equals(State.APPLIED.word()))
        .count();
  }

  private static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
