package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run, from its Job to its outcome.
 *
 * @param outcome null while the run is under way
 * @param previous the id of the run before this one; part of this one's identity
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Run(
    @JsonPropertyDescription("The identity of the run: of its inputs and of what went before.")
        String id,
    @JsonPropertyDescription("The run before this one.") @Nullable String previous,
    @JsonPropertyDescription("The digest of what decides what is run.") String inputs,
    @JsonPropertyDescription("The release that the spec named when it was started.")
        @Nullable String release,
    @JsonPropertyDescription("The generation of the spec that it was started with.")
        @Nullable Long generation,
    @JsonPropertyDescription(
            "The Secret by which the database is reached, or the claim and path of its file.")
        @Nullable String secret,
    @JsonPropertyDescription("The queue that it occupies while it is under way.")
        @Nullable String queue,
    @JsonPropertyDescription("The retry annotation's last value when it was started.")
        @Nullable String retry,
    @JsonPropertyDescription("Who has approved of what it does; absent if nobody was asked.")
        @Nullable String approvedBy,
    @JsonPropertyDescription("The Job.") String job,
    @JsonPropertyDescription("How many pods it has had.") @Nullable Integer attempt,
    @JsonPropertyDescription("The step that it is at, or at which it ended if it failed.")
        @Nullable String step,
    @JsonPropertyDescription("Verified, Planned or Failed; absent while the run is under way.")
        @Nullable String outcome,
    @JsonPropertyDescription("Why, in one word for programs.") @Nullable String reason,
    @JsonPropertyDescription(
            "Why, in a sentence for people: what happened, where, how things stand, what to do.")
        @Nullable String message,
    @JsonPropertyDescription("The schema version before.") @Nullable String from,
    @JsonPropertyDescription("The schema version after.") @Nullable String to,
    @JsonPropertyDescription(
            "How many scripts and steps it applied; absent while that is not known.")
        @Nullable Integer applied,
    @JsonPropertyDescription("The backup that it made before it changed anything.")
        @Nullable Backup backup,
    @JsonPropertyDescription("When the Job was made.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant startedAt,
    @JsonPropertyDescription("When it must have ended.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant deadline,
    @JsonPropertyDescription("When the outcome was seen.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant finishedAt,
    @JsonPropertyDescription("How long it took, for people: 3.1s.") @Nullable String elapsed,
    @JsonPropertyDescription("What failed.") @Nullable Failure failure,
    @JsonPropertyDescription("The end of what the pod said, redacted and clipped.")
        @Nullable String logTail,
    @JsonPropertyDescription("What happened, oldest first, at most 50 entries.")
        List<TimelineEntry> timeline) {

  /** The run reached its end, and everything was checked. */
  public static final String VERIFIED = "Verified";

  /** The run has told what there is to do, and done nothing of it. */
  public static final String PLANNED = "Planned";

  /** The run ended in any other way. */
  public static final String FAILED = "Failed";

  public Run {
    timeline = timeline == null ? List.of() : List.copyOf(timeline);
  }

  public boolean underWay() {
    return outcome == null;
  }

  public boolean succeeded() {
    return VERIFIED.equals(outcome);
  }

  /** Whether it was to plan only, and has. */
  @JsonIgnore
  public boolean isPlan() {
    return PLANNED.equals(outcome);
  }

  /** What a run is started with, and keeps to its end whatever is written meanwhile. */
  public record Origin(
      @Nullable String previous,
      String inputs,
      @Nullable String release,
      @Nullable Long generation,
      @Nullable String secret,
      @Nullable String queue,
      @Nullable String retry,
      @Nullable String approvedBy,
      @Nullable Instant deadline) {}

  /** A run of which nothing is known yet but how it was started. */
  public static Run begun(String id, Origin origin, String job, Instant startedAt) {
    return new Run(
        id,
        origin.previous(),
        origin.inputs(),
        origin.release(),
        origin.generation(),
        origin.secret(),
        origin.queue(),
        origin.retry(),
        origin.approvedBy(),
        job,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        startedAt,
        origin.deadline(),
        null,
        null,
        null,
        null,
        List.of());
  }

  /** This run, further on. {@code step} is null where it was at the end. */
  public Run at(@Nullable String step, @Nullable Integer attempt, List<TimelineEntry> timeline) {
    return new Run(
        id,
        previous,
        inputs,
        release,
        generation,
        secret,
        queue,
        retry,
        approvedBy,
        job,
        attempt,
        step,
        outcome,
        reason,
        message,
        from,
        to,
        applied,
        backup,
        startedAt,
        deadline,
        finishedAt,
        elapsed,
        failure,
        logTail,
        timeline);
  }

  /** This run, with the backup that it has made; null if it has made none. */
  public Run saved(@Nullable Backup made) {
    return new Run(
        id,
        previous,
        inputs,
        release,
        generation,
        secret,
        queue,
        retry,
        approvedBy,
        job,
        attempt,
        step,
        outcome,
        reason,
        message,
        from,
        to,
        applied,
        made,
        startedAt,
        deadline,
        finishedAt,
        elapsed,
        failure,
        logTail,
        timeline);
  }

  /** What is known of a run only once it has ended. */
  public record End(
      String outcome,
      String reason,
      String message,
      @Nullable String from,
      @Nullable String to,
      @Nullable Integer applied,
      Instant finishedAt,
      String elapsed,
      @Nullable Failure failure,
      @Nullable String logTail) {}

  /** This run, with its end. */
  public Run ended(End end) {
    return new Run(
        id,
        previous,
        inputs,
        release,
        generation,
        secret,
        queue,
        retry,
        approvedBy,
        job,
        attempt,
        step,
        end.outcome(),
        end.reason(),
        end.message(),
        end.from(),
        end.to(),
        end.applied(),
        backup,
        startedAt,
        deadline,
        end.finishedAt(),
        end.elapsed(),
        end.failure(),
        end.logTail(),
        timeline);
  }
}
