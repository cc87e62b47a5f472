package dev.drawbridge.runner.migrate;

import org.flywaydb.core.api.MigrationInfo;

/**
 * A row of the history: a script with a version that has been applied.
 *
 * @param rank its place in the order of installation, by which the row is found
 * @param file the script's name when it was applied
 */
public record AppliedScript(int rank, String version, String description, String file) {

  static AppliedScript of(MigrationInfo script) {
    return new AppliedScript(
        script.getInstalledRank(),
        script.getVersion().getVersion(),
        script.getDescription(),
        script.getScript());
  }

  /** Version and description: what people call the script. */
  public String title() {
    return version + " " + description;
  }
}
