package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a runner ends. The exit code is the contract: the Job's failure policy, the process's end and
 * the operator all use this enum. The codes keep clear of those that shells, the JVM and signals
 * use.
 */
public enum Exit {
  /** Everything was applied and checked. */
  VERIFIED("Verified", 0),
  /**
   * The request could not be right: bad scripts, a missing key, changed inputs. Nothing was
   * applied.
   */
  REFUSED("Refused", 20),
  /** A preflight check or the rehearsal did not pass. Nothing was applied. */
  PREFLIGHT_FAILED("PreflightFailed", 21),
  /**
   * A script or a tool failed, or something else did after the first change. What was applied
   * before stays applied.
   */
  MIGRATION_FAILED("MigrationFailed", 22),
  /** All scripts are applied, but a check of the result did not pass. */
  VERIFICATION_FAILED("VerificationFailed", 23),
  /** The database could not be reached. Nothing was applied; the Job may try again. */
  UNREACHABLE("Unreachable", 24),
  /**
   * Stopped from outside or by its deadline, or the connection was lost. What was under way was
   * rolled back, unless the message says otherwise: outside a transaction it may be half done, and
   * of a commit it may not be known.
   */
  INTERRUPTED("Interrupted", 25),
  /** A defect of Drawbridge. */
  INTERNAL_ERROR("InternalError", 26),
  /**
   * Nothing was asked for but a plan, and it was told. Nothing was applied, and nothing is
   * verified: so it is no success either.
   */
  PLANNED("Planned", 27);

  private final String word;
  private final int code;

  Exit(String word, int code) {
    this.word = word;
    this.code = code;
  }

  @JsonValue
  public String word() {
    return word;
  }

  public int code() {
    return code;
  }

  /** Whether a new pod of the same Job may try again: only where nothing can have been applied. */
  public boolean mayBeRetried() {
    return this == UNREACHABLE;
  }

  /**
   * The end that {@code code} stands for; empty for codes that no runner chooses, such as those of
   * signals.
   */
  public static Optional<Exit> ofCode(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
  }

  @JsonCreator
  static Exit ofWord(String word) {
    return Arrays.stream(values())
        .filter(exit -> exit.word.equals(word))
        .findFirst()
        .orElse(INTERNAL_ERROR);
  }
}
