package dev.drawbridge.command.diagnosis;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the last run of a Migration, or of a Rollback, for whoever has to act on it. The
 * names of its fields are a contract, and {@code docs/command-line.md} has them.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "version",
  "migration",
  "rollback",
  "run",
  "executionStatus",
  "reasonCode",
  "reason",
  "executionSummary",
  "elapsed",
  "failure",
  "assertions",
  "statusTimeline",
  "logsSource",
  "logsProblem",
  "logs"
})
record Diagnosis(
    int version,
    String migration,
    Subject.@Nullable WayBack rollback,
    @Nullable String run,
    ExecutionStatus executionStatus,
    String reasonCode,
    String reason,
    String executionSummary,
    @Nullable Elapsed elapsed,
    @Nullable Failure failure,
    List<CheckedAssertion> assertions,
    List<TimelineEntry> statusTimeline,
    Logs.Origin logsSource,
    @Nullable String logsProblem,
    String logs) {

  static final int VERSION = 1;

  private static final String NOT_RUN = "NotRun";

  /** How far the last run is. */
  enum ExecutionStatus {
    NotStarted,
    Running,
    Verified,
    Failed,
    /** Of a Rollback: it has done what it was for. */
    RolledBack
  }

  /**
   * How long the run has taken, or takes already.
   *
   * @param finishedAt null while it is under way
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Elapsed(
      long millis,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Instant startedAt,
      @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant finishedAt) {

    static Elapsed of(Run run, Instant now) {
      var finished = run.finishedAt();
      var until = finished == null ? now : finished;
      return new Elapsed(
          Math.max(0, Duration.between(run.startedAt(), until).toMillis()),
          run.startedAt(),
          finished);
    }

    String words() {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
  }

  /** What is known of {@code subject} at {@code now}. */
  static Diagnosis of(Subject subject, Logs logs, Instant now) {
    var run = subject.run();
    var timeline = run == null ? List.<TimelineEntry>of() : run.timeline();
    var assertions = CheckedAssertion.all(timeline, logs);
    var ready = subject.ready();
    return new Diagnosis(
        VERSION,
        subject.migration(),
        subject.rollback(),
        run == null ? null : run.id(),
        subject.status(),
        ready.map(Condition::reason).orElse(NOT_RUN),
        ready
            .flatMap(condition -> Optional.ofNullable(condition.message()))
            .orElse(
                "No operator has looked at this %s yet: is Drawbridge running, and does it watch this namespace?"
                    .formatted(subject.kind())),
        run == null ? "No run has been started." : summary(subject, run, assertions),
        run == null ? null : Elapsed.of(run, now),
        run == null ? null : run.failure(),
        assertions,
        timeline,
        logs.origin(),
        logs.problem(),
        logs.text());
  }

  private static String summary(Subject subject, Run run, List<CheckedAssertion> assertions) {
    return subject.rollback() == null
        ? Summary.of(run, assertions)
        : Summary.ofRollback(run, assertions);
  }

  /** What it is about, in a line. */
  String title() {
    return rollback == null
        ? "Migration " + migration
        : "Rollback %s of Migration %s".formatted(rollback.name(), migration);
  }
}
