package dev.drawbridge.runner.review;

import java.util.Locale;

/** How much a finding weighs. */
public enum Severity {
  /** The script is not run. */
  ERROR,
  /** It is run, but somebody should look. */
  WARNING;

  /** As it is written: {@code error}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
