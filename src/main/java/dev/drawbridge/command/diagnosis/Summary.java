package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A run in one sentence: how it stands, what it has applied and checked, in how many pods. */
final class Summary {

  private Summary() {}

  /** Of a Migration's run. */
  static String of(Run run, List<CheckedAssertion> assertions) {
    return of(run, assertions, standing(run, "Verified"), Optional.of(applied(run)));
  }

  /** Of a Rollback's run. */
  static String ofRollback(Run run, List<CheckedAssertion> assertions) {
    return of(run, assertions, standing(run, "Rolled back"), undone(run));
  }

  private static String of(
      Run run, List<CheckedAssertion> assertions, String standing, Optional<String> done) {
    var parts = new ArrayList<String>();
    parts.add(standing);
    if (run.to() != null) {
      parts.add(
          "schema %s, from %s"
              .formatted(run.to(), Objects.requireNonNullElse(run.from(), "an empty history")));
    }
    done.ifPresent(parts::add);
    var passed = assertions.stream().filter(CheckedAssertion::passed).count();
    if (!assertions.isEmpty()) {
      parts.add("%d of %d checks passed".formatted(passed, assertions.size()));
    }
    if (run.attempt() != null) {
      parts.add(count(run.attempt(), "pod", "pods"));
    }
    return String.join(", ", parts) + ".";
  }

  private static String standing(Run run, String good) {
    if (run.underWay()) {
      return run.step() == null ? "Under way" : "Under way, at " + run.step();
    }
    if (run.succeeded()) {
      return good;
    }
    return run.step() == null ? "Failed" : "Failed at " + run.step();
  }

  /** A timeline is bounded, so what is counted there is only the least that it can be. */
  private static String applied(Run run) {
    var told = run.applied();
    return count(
        told == null ? inTimeline(run, RunPhase.MIGRATE, State.APPLIED) : told.longValue(),
        "script or step applied",
        "scripts or steps applied");
  }

  /** Not every way back undoes scripts. */
  private static Optional<String> undone(Run run) {
    var number = inTimeline(run, RunPhase.UNDO, State.UNDONE);
    return number == 0
        ? Optional.empty()
        : Optional.of(count(number, "script undone", "scripts undone"));
  }

  private static long inTimeline(Run run, RunPhase phase, State state) {
    return run.timeline().stream()
        .filter(entry -> entry.phase().equals(phase.word()))
        .filter(entry -> entry.state().equals(state.word()))
        .count();
  }

  private static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
