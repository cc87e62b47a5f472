package dev.drawbridge.runner.plan;

import dev.drawbridge.report.PlanSummary;
import org.jspecify.annotations.Nullable;

/**
 * A script that is going to be applied.
 *
 * @param version null if it is repeatable
 * @param checksum as Flyway computes it and keeps it in the history
 * @param transactional whether it runs in a transaction
 * @param content the digest of its text with all placeholders filled
 */
public record PlannedScript(
    String file,
    @Nullable String version,
    String description,
    @Nullable Integer checksum,
    boolean transactional,
    String content) {

  /** Whether it is applied whenever it has changed. */
  public boolean repeatable() {
    return version == null;
  }

  PlanSummary.Script summary() {
    return new PlanSummary.Script(file, version, checksum, transactional);
  }
}
