package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is remembered of an earlier run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PastRun(
    @JsonPropertyDescription("The identity of the run.") String id,
    @JsonPropertyDescription("Verified, Planned or Failed.") @Nullable String outcome,
    @JsonPropertyDescription("Why, in one word for programs.") @Nullable String reason,
    @JsonPropertyDescription("Why, in a sentence for people.") @Nullable String message,
    @JsonPropertyDescription("The release that it was of.") @Nullable String release,
    @JsonPropertyDescription("Who has approved of what it did.") @Nullable String approvedBy,
    @JsonPropertyDescription("The schema version before.") @Nullable String from,
    @JsonPropertyDescription("The schema version after.") @Nullable String to,
    @JsonPropertyDescription("The backup that it made before it changed anything.")
        @Nullable Backup backup,
    @JsonPropertyDescription("When the Job was made.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant startedAt,
    @JsonPropertyDescription("When the outcome was seen.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant finishedAt) {

  public boolean succeeded() {
    return Run.VERIFIED.equals(outcome);
  }

  /** Whether it was verified, and did not find all applied already. */
  public boolean changedSomething() {
    return succeeded() && !Objects.equals(from, to);
  }

  /** What is kept of {@code run} when the next one takes its place. */
  public static PastRun of(Run run) {
    return new PastRun(
        run.id(),
        run.outcome(),
        run.reason(),
        run.message(),
        run.release(),
        run.approvedBy(),
        run.from(),
        run.to(),
        run.backup(),
        run.startedAt(),
        run.finishedAt());
  }
}
