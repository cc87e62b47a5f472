package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the looks of the monitor have found. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MonitorResult(
    @JsonPropertyDescription("The verified run that it follows.") String of,
    @JsonPropertyDescription("When it began.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant since,
    @JsonPropertyDescription("When it ends.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant until,
    @JsonPropertyDescription("When the next look starts; absent during one, and at the end.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant next,
    @JsonPropertyDescription("How many looks were started.") int looks,
    @JsonPropertyDescription("How many of them have failed since one passed.") int failures,
    @JsonPropertyDescription(
            "Passed once a look has passed; Failed from the moment when as many have failed in a row as"
                + " spec.monitor.failures says, until one passes.")
        @Nullable String outcome,
    @JsonPropertyDescription("The present look, or the last one.") @Nullable Run run,
    @JsonPropertyDescription("The looks that have ended, newest first, at most ten.")
        List<Look> results) {

  public MonitorResult {
    results = results == null ? List.of() : List.copyOf(results);
  }

  /** One look that has ended. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Look(
      @JsonPropertyDescription("The id of its run.") String run,
      @JsonPropertyDescription("When it started.") @JsonFormat(shape = JsonFormat.Shape.STRING)
          Instant at,
      @JsonPropertyDescription("Passed, Failed, or Unknown if it could not be carried out.")
          String outcome,
      @JsonPropertyDescription("Why, in one word for programs.") @Nullable String reason,
      @JsonPropertyDescription("What was found.") @Nullable String message,
      @JsonPropertyDescription("How long it took, for people: 3.1s.") @Nullable String elapsed) {}

  public boolean underWay() {
    return run != null && run.underWay();
  }

  /** The same with {@code look} as the present or last one, and the next one at {@code time}. */
  public MonitorResult with(@Nullable Instant time, @Nullable Run look) {
    return new MonitorResult(of, since, until, time, looks, failures, outcome, look, results);
  }

  /** The same as if its look had not been begun; the next one starts at {@code time}. */
  public MonitorResult withoutLook(@Nullable Instant time) {
    return with(time, null);
  }

  public boolean failed() {
    return SmokeResult.FAILED.equals(outcome);
  }
}
