package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run was going to do, as it said before it applied anything. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plan(
    @JsonPropertyDescription(
            "It stands for all of the plan: it changes when a script, an image, or what is applied changes.")
        String digest,
    @JsonPropertyDescription("When it was told.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at,
    @JsonPropertyDescription("The run that told it.") String run,
    @JsonPropertyDescription("The schema version that was found.") @Nullable String from,
    @JsonPropertyDescription("The schema version that it leads to.") @Nullable String to,
    @JsonPropertyDescription("How many scripts were to be applied.") int pending,
    @JsonPropertyDescription("How many run steps were to be started; absent if none.")
        @Nullable Integer tools,
    @JsonPropertyDescription(
            "How many findings in them tell of data that is lost without a reason given; absent if none.")
        @Nullable Integer losing,
    @JsonPropertyDescription("The first of the scripts, in their order, at most 50.")
        List<Script> scripts,
    @JsonPropertyDescription(
            "What the rehearsal has shown (guardrails.rehearse); absent if there was none.")
        @Nullable Rehearsed rehearsed) {

  public Plan {
    scripts = scripts == null ? List.of() : List.copyOf(scripts);
  }

  /** Whether it changes anything. */
  public boolean changesSomething() {
    return pending > 0 || tools != null;
  }

  /** A script that is to be applied. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Script(
      @JsonPropertyDescription("Its file name.") String file,
      @JsonPropertyDescription("Its version; absent if it is repeatable.") @Nullable String version,
      @JsonPropertyDescription("Its checksum, as Flyway computes it.") @Nullable Integer checksum,
      @JsonPropertyDescription("Whether it runs in a transaction.") boolean transactional) {}

  /** What a rehearsal has shown. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rehearsed(
      @JsonPropertyDescription("How long it took, in milliseconds.") long millis,
      @JsonPropertyDescription("How many scripts were run.") int scripts,
      @JsonPropertyDescription("How many statements they have.") int statements,
      @JsonPropertyDescription("The statement that took longest.") @Nullable Longest longest,
      @JsonPropertyDescription(
              "The locks on what was there before, the strongest first, at most 10.")
          List<Lock> locks,
      @JsonPropertyDescription("Tables and indexes that got a new file, at most 10.")
          List<String> rewritten,
      @JsonPropertyDescription("What could not be rehearsed, and why, at most 10.")
          List<Left> notRehearsed) {

    public Rehearsed {
      locks = locks == null ? List.of() : List.copyOf(locks);
      rewritten = rewritten == null ? List.of() : List.copyOf(rewritten);
      notRehearsed = notRehearsed == null ? List.of() : List.copyOf(notRehearsed);
    }
  }

  /** The statement that took longest. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Longest(
      @JsonPropertyDescription("Its script.") String script,
      @JsonPropertyDescription("The line in which it begins.") int line,
      @JsonPropertyDescription("How long it took, in milliseconds.") long millis) {}

  /** A lock that a script takes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Lock(
      @JsonPropertyDescription("Its mode, as PostgreSQL's manual names it.") String mode,
      @JsonPropertyDescription("What it is on.") String relation,
      @JsonPropertyDescription("What it keeps waiting.") String blocks,
      @JsonPropertyDescription("The script that takes it.") String script,
      @JsonPropertyDescription("The line of the statement that takes it.") int line,
      @JsonPropertyDescription(
              "From the beginning of that statement to the end of its script, in milliseconds.")
          long millis) {}

  /** What could not be rehearsed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Left(
      @JsonPropertyDescription("The script or the step.") String subject,
      @JsonPropertyDescription("Why.") String why) {}
}
