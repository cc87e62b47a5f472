package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.MigrationSpec;

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
  LOOK(
      "It only checks, and is tried again by itself.",
      "It only checks, applies nothing, and is tried again by itself.");

  private final String afterNothing;
  private final String afterSomething;

  Repetition(String afterNothing, String afterSomething) {
    this.afterNothing = afterNothing;
    this.afterSomething = afterSomething;
  }

  /** That of the run of {@code spec}; where it has no step, of the checks that it has instead. */
  static Repetition of(MigrationSpec spec) {
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
