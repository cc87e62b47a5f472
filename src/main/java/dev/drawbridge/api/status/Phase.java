package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The state of a Migration in one word, for people and columns. */
public enum Phase {
  /** Something that the run needs is missing. */
  PENDING("Pending"),
  /**
   * Everything is there; another run on the same database, or the limit of runs at once, is in the
   * way.
   */
  QUEUED("Queued"),
  /** The plan is known, and nobody has approved of it yet, or not all who must. */
  AWAITING_APPROVAL("AwaitingApproval"),
  /** A Job exists, and its outcome is not yet known. */
  RUNNING("Running"),
  /** The last run was verified, and nothing has changed since. */
  VERIFIED("Verified"),
  /** The last run failed. It is not repeated by itself. */
  FAILED("Failed"),
  /** A Rollback has taken it back: it is not run again as it is. */
  ROLLED_BACK("RolledBack"),
  /** The spec says not to start. */
  SUSPENDED("Suspended"),
  /** A word that a newer version wrote. */
  UNKNOWN("Unknown");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  static Phase of(String word) {
    return Arrays.stream(values())
        .filter(phase -> phase.word.equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
