package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TimelineEntry(
    @JsonPropertyDescription("When it happened.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at,
    @JsonPropertyDescription(
            "The part of the run: start, preflight, export, backup, migrate, undo, restore, verify, smoke, monitor or end.")
        String phase,
    @JsonPropertyDescription("The step within it.") @Nullable String step,
    @JsonPropertyDescription("What became of it: Started, Applied, Passed, Failed and so on.")
        String state,
    @JsonPropertyDescription("The script, the check, the pod.") @Nullable String subject,
    @JsonPropertyDescription("A sentence.") @Nullable String message,
    @JsonPropertyDescription("How long it took, in milliseconds.") @Nullable Long millis,
    @JsonPropertyDescription("What a check has compared.") @Nullable Assertion assertion) {

  /** An entry that is not of a check. */
  public TimelineEntry(
      Instant at,
      String phase,
      @Nullable String step,
      String state,
      @Nullable String subject,
      @Nullable String message,
      @Nullable Long millis) {
    this(at, phase, step, state, subject, message, millis, null);
  }

  /**
   * Its few words, and most of its sentences, are in the entries of many Migrations: each is kept
   * in memory once, as long as it is used. One that is missing is empty: an entry that cannot be
   * read would keep every Migration from being read.
   */
  public TimelineEntry {
    phase = phase == null ? "" : phase.intern();
    step = step == null ? null : step.intern();
    state = state == null ? "" : state.intern();
    message = message == null ? null : message.intern();
  }
}
