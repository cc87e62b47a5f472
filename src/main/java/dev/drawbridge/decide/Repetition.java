package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.WayBack;

/** What to do about a run of which nobody knows how it ended, by what it may have done. */
enum Repetition {
  SCRIPTS(
      "Nothing was applied. Set" + to("run it again"),
      "Scripts that were applied are in the history, and are not repeated: set" + to("go on")),
  TOOLS(
      "Nothing was applied. Set" + to("run it again"),
      "Scripts that were applied are in the history, and are not repeated, but a step of its own (run) is started again unless its version.to is reached: look at what it has done, then set"
          + to("go on")),
  SMOKE(
      "It only checks. Set" + to("have it begin again after a run of the Migration"),
      "It only checks, and applies nothing. Set"
          + to("have it begin again after a run of the Migration")),
  /** A Rollback is run once. */
  BACK(
      "Nothing was changed. Create a new Rollback to try again.",
      "Scripts that were undone are no longer in the history, and a new Rollback leaves them out; look at what else it has done, then create a new Rollback."),
  LOOK(
      "It only checks, and is tried again by itself.",
      "It only checks, applies nothing, and is tried again by itself.");

  private final String afterNothing;
  private final String afterSomething;

  Repetition(String afterNothing, String afterSomething) {
    this.afterNothing = afterNothing;
    this.afterSomething = afterSomething;
  }

  /** That of the run of {@code migration}; where it has no step, of the checks that it has. */
  static Repetition of(Migration migration) {
    if (WayBack.is(migration)) {
      return BACK;
    }
    var spec = migration.getSpec();
    if (spec.runsTools()) {
      return TOOLS;
    }
    if (!spec.migrate().isEmpty()) {
      return SCRIPTS;
    }
    if (spec.smoke() != null) {
      return SMOKE;
    }
    return spec.monitor() == null ? SCRIPTS : LOOK;
  }

  private static String to(String what) {
    return " the annotation " + Markers.RETRY_ANNOTATION + " to a new value to " + what + ".";
  }

  /** How it is begun again, as the end of a sentence. */
  String order() {
    return this == BACK ? "create a new Rollback." : "set" + to("run it again");
  }

  /** What follows a correction of the spec, as the end of a sentence. */
  String afterCorrection() {
    return this == BACK ? ", then " + order() : ": a new run starts by itself.";
  }

  /** If it has never been at work. */
  String afterNothing() {
    return afterNothing;
  }

  /** If it may have been. */
  String afterSomething() {
    return afterSomething;
  }

  /** Whether it can change nothing, however far it was. */
  boolean onlyChecks() {
    return this == SMOKE || this == LOOK;
  }
}
