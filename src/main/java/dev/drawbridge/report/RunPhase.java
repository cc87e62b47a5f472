package dev.drawbridge.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of a run that an event belongs to, as both sides know it. */
public enum RunPhase {
  /** Before anything is changed. */
  PREFLIGHT(null),
  /** The scripts. */
  MIGRATE("flyway"),
  /** The checks of the result. */
  VERIFY(null),
  /** The last lines, which sum up. */
  END(null);

  private final @Nullable String step;

  RunPhase(@Nullable String step) {
    this.step = step;
  }

  /** The phase as events carry it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one step of this phase; null if it has none. */
  public @Nullable String step() {
    return step;
  }
}
