package dev.drawbridge.report;

import org.jspecify.annotations.Nullable;

/** The part of a run that an event belongs to, as both sides know it. */
public enum RunPhase {
  /** Before anything is changed. */
  PREFLIGHT("preflight", null),
  /** What the rules of scripts say of those that are going to be applied. */
  REVIEW("preflight", "review"),
  /** The scripts, in a transaction that is rolled back. */
  REHEARSAL("preflight", "rehearsal"),
  /** What a Rollback saves before it changes anything. */
  EXPORT("export", null),
  /** The backup, after the checks and before anything is changed. */
  BACKUP("backup", null),
  /** The scripts. */
  MIGRATE("migrate", "flyway"),
  /** A tool of the user's, which is a step of the same part. */
  TOOL("migrate", "run"),
  /** The undo scripts, in the place of the scripts. */
  UNDO("undo", null),
  /** The backup, as it is put back. */
  RESTORE("restore", null),
  /** The checks of the result. */
  VERIFY("verify", null),
  /** The checks after the rollout. */
  SMOKE("smoke", null),
  /** The checks of one look of the monitor. */
  MONITOR("monitor", null),
  /** The last lines, which sum up. */
  END("end", null);

  private final String word;
  private final @Nullable String step;

  RunPhase(String word, @Nullable String step) {
    this.word = word;
    this.step = step;
  }

  /** The phase as events carry it. */
  public String word() {
    return word;
  }

  /** The one step of this phase; null if it has none. */
  public @Nullable String step() {
    return step;
  }
}
