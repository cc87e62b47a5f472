package dev.drawbridge.sandbox;

import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.RunEvent.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was really seen, and what of the promise is still missing. Times are resource versions, so
 * that what came first does not depend on which watch was faster.
 */
final class Evidence {

  private static final long NEVER = Long.MAX_VALUE;

  private final List<String> scripts;
  private final List<String> checks;
  private final Set<String> applied = new LinkedHashSet<>();
  private final Set<String> passed = new LinkedHashSet<>();
  private long held = NEVER;
  private long verified = NEVER;
  private long released = NEVER;
  private long rolledOut = NEVER;
  private boolean statusSaysReleased;
  private String waiting = "";
  private Optional<String> failure = Optional.empty();

  Evidence(List<String> scripts, List<String> checks) {
    this.scripts = scripts;
    this.checks = checks;
  }

  void held(long version) {
    held = Math.min(held, version);
  }

  void released(long version) {
    released = Math.min(released, version);
  }

  /** A ReplicaSet of the Deployment's template was seen. */
  void rolledOut(long version) {
    rolledOut = Math.min(rolledOut, version);
  }

  void status(long version, MigrationStatus status) {
    var run = status.run();
    if (run != null) {
      see(run);
    }
    statusSaysReleased =
        !status.gates().isEmpty() && status.gates().stream().noneMatch(Gate::isHeld);
    waiting = waiting(status);
    if (failure.isEmpty()) {
      failure = stuck(status);
    }
    if (status.phase() == Phase.VERIFIED) {
      verified = Math.min(verified, version);
    }
  }

  /** Nothing will happen any more until somebody changes something. */
  private static Optional<String> stuck(MigrationStatus status) {
    return status.conditions().stream()
        .filter(
            condition -> condition.type().equals("Stalled") && condition.status().equals("True"))
        .map(condition ->
            "the Migration is stuck, %s: %s".formatted(condition.reason(), condition.message()))
        .findFirst();
  }

  /** What keeps things from going on, by the Migration's own words. */
  private static String waiting(MigrationStatus status) {
    if (status.phase() == Phase.VERIFIED) {
      return status.gates().stream()
          .filter(Gate::isHeld)
          .map(gate -> ": %s %s".formatted(gate.deployment(), gate.message()))
          .collect(Collectors.joining());
    }
    var phase = status.phase() == null ? "new" : status.phase().word();
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("Ready"))
        .map(condition -> "; it is %s: %s".formatted(phase, condition.message()))
        .collect(Collectors.joining());
  }

  private void see(Run run) {
    for (var entry : run.timeline()) {
      var subject = String.valueOf(entry.subject());
      if (entry.state().equals(State.APPLIED.word())) {
        applied.add(subject);
      } else if (entry.state().equals(State.PASSED.word())) {
        passed.add(subject);
      }
    }
    if (!run.underWay() && !run.succeeded()) {
      failure = Optional.of("the run has failed: " + run.message());
    }
  }

  boolean isComplete() {
    return missing().isEmpty();
  }

  /** A reason not to wait any longer. */
  Optional<String> failure() {
    return failure;
  }

  /** What of the promise was not seen, each in a sentence; not what only follows from another. */
  List<String> missing() {
    if (failure.isPresent()) {
      return List.of(failure.get());
    }
    var missing = new ArrayList<String>();
    require(missing, held != NEVER, "the Deployment was never held");
    require(missing, verified != NEVER, "the Migration was not Verified" + waiting);
    if (verified == NEVER) {
      return missing;
    }
    require(missing, released != NEVER, "the Deployment was not released" + waiting);
    require(missing, statusSaysReleased, "the Migration's status still lists a held Deployment");
    require(missing, rolledOut != NEVER, "the released Deployment has no ReplicaSet");
    require(missing, held <= verified, "the Deployment was held only after the verification");
    require(missing, verified <= released, "the Deployment was released before the verification");
    require(
        missing, verified <= rolledOut, "a ReplicaSet was made before the Migration was verified");
    scripts.stream()
        .filter(script -> !applied.contains(script))
        .forEach(script -> missing.add("script " + script + " was not seen to be applied"));
    checks.stream()
        .filter(check -> !passed.contains(check))
        .forEach(check -> missing.add("check " + check + " was not seen to pass"));
    return missing;
  }

  private static void require(List<String> missing, boolean holds, String sentence) {
    if (!holds) {
      missing.add(sentence);
    }
  }
}
