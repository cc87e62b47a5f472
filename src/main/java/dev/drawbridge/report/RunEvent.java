package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a runner's report: something that happened. The last line of a run is the one with a
 * {@link Closing}.
 *
 * @param version of this format, {@value #VERSION}
 * @param sequence from 1, without gaps
 * @param phase the word of a {@link RunPhase}, or one that another version wrote
 * @param step the step within the phase, such as flyway; null where the phase has only one
 * @param subject the script, the check, the session
 * @param millis how long it took, in milliseconds
 * @param assertion what a check has compared; null for all else
 * @param applied the versions that were found applied; on one line near the end
 * @param plan what is going to be done, as it is known by then
 * @param backup what was saved, once it was proved whole
 * @param closing on the last line only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunEvent(
    @JsonProperty("v") int version,
    @JsonProperty("seq") int sequence,
    @JsonFormat(shape = JsonFormat.Shape.STRING) Instant at,
    String phase,
    @Nullable String step,
    State state,
    @Nullable String subject,
    @Nullable String message,
    @Nullable Long millis,
    @Nullable Assertion assertion,
    @Nullable AppliedVersions applied,
    @Nullable PlanSummary plan,
    @Nullable BackupSummary backup,
    @Nullable Closing closing) {

  public static final int VERSION = 1;

  /** An event that is neither of a check nor of the plan, nor of a backup. */
  public RunEvent(
      int version,
      int sequence,
      Instant at,
      String phase,
      @Nullable String step,
      State state,
      @Nullable String subject,
      @Nullable String message,
      @Nullable Long millis,
      @Nullable AppliedVersions applied,
      @Nullable Closing closing) {
    this(
        version, sequence, at, phase, step, state, subject, message, millis, null, applied, null,
        null, closing);
  }

  /** The same event with this to say of the plan. */
  public RunEvent with(@Nullable PlanSummary known) {
    return new RunEvent(
        version, sequence, at, phase, step, state, subject, message, millis, assertion, applied,
        known, backup, closing);
  }

  /** The same event with what was saved. */
  public RunEvent with(BackupSummary saved) {
    return new RunEvent(
        version, sequence, at, phase, step, state, subject, message, millis, assertion, applied,
        plan, saved, closing);
  }

  /** The same event with what a check has compared. */
  public RunEvent with(@Nullable Assertion compared) {
    return new RunEvent(
        version, sequence, at, phase, step, state, subject, message, millis, compared, applied,
        plan, backup, closing);
  }

  private RunEvent withMessage(@Nullable String other) {
    return new RunEvent(
        version, sequence, at, phase, step, state, subject, other, millis, assertion, applied, plan,
        backup, closing);
  }

  /** Without what of the message says nothing but what the assertion or the backup says. */
  RunEvent shortened() {
    if (backup != null && message != null && message.endsWith(", " + backup.words())) {
      return withMessage(message.substring(0, message.length() - backup.words().length()));
    }
    return assertion != null && assertion.words().equals(message) ? withMessage(null) : this;
  }

  /** With what was left out of the message. */
  RunEvent restored() {
    if (backup != null && message != null && message.endsWith(", ")) {
      return withMessage(message + backup.words());
    }
    return assertion != null && message == null ? withMessage(assertion.words()) : this;
  }

  /** What became of the subject. */
  public enum State {
    /** It has begun. */
    STARTED,
    /** A script was applied, or a tool did its work. */
    APPLIED,
    /** A script was undone. */
    UNDONE,
    /** A check found what it expected. */
    PASSED,
    /** It failed. */
    FAILED,
    /** It waits for something that the message names. */
    WAITING,
    /** It goes on, but somebody should look. */
    WARNING,
    /** There was nothing to do. */
    SKIPPED,
    /** It was found; the message says what. */
    FOUND,
    /** The run has ended. */
    ENDED,
    /** A word that another version wrote. */
    UNKNOWN;

    @JsonValue
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static State of(String word) {
      return Arrays.stream(values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElse(UNKNOWN);
    }
  }
}
