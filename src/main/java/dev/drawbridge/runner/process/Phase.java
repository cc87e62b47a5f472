package dev.drawbridge.runner.process;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of the run that an event belongs to. */
public enum Phase {
  PREFLIGHT(null),
  MIGRATE("flyway"),
  VERIFY(null),
  END(null);

  private final @Nullable String step;

  Phase(@Nullable String step) {
    this.step = step;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Nullable String step() {
    return step;
  }
}
