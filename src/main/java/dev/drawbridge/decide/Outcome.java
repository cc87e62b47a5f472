package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run ended, and what is recorded of it. */
record Outcome(Reason reason, String message, RunLog log, @Nullable String logTail, Instant at) {

  private static final int LONGEST_TAIL = 2048;
  private static final String TRY_AGAIN =
      " Scripts that were applied are in the history, and are not repeated: set the annotation "
          + Markers.RETRY_ANNOTATION
          + " to a new value to go on.";

  static Outcome of(RunState.Finished end) {
    var closing = end.log().closing().orElseThrow();
    var interrupted = end.exit() == Exit.INTERRUPTED && end.overDeadline();
    return new Outcome(
        interrupted ? Reason.DEADLINE_EXCEEDED : closing.reason(),
        closing.message(),
        end.log(),
        null,
        end.at());
  }

  static Outcome of(RunState.Crashed end, String rawMessage) {
    var tail = rawMessage.substring(Math.max(0, rawMessage.length() - LONGEST_TAIL));
    return new Outcome(
        Reason.CRASHED,
        "The runner ended without saying how: " + end.how() + "." + TRY_AGAIN,
        end.log(),
        tail.isBlank() || end.log().closing().isPresent() ? null : tail,
        end.at());
  }

  static Outcome lost(String how, Instant now) {
    return new Outcome(
        Reason.LOST,
        "How the run ended is not known: " + how + "." + TRY_AGAIN,
        RunLog.EMPTY,
        null,
        now);
  }

  static Outcome neverStarted(String why, Instant now) {
    return new Outcome(
        Reason.NOT_STARTED,
        "The run's pod had not started when the deadline passed: "
            + why
            + ". Nothing was applied."
            + TRY_AGAIN,
        RunLog.EMPTY,
        null,
        now);
  }

  Outcome because(Reason other, String otherMessage) {
    return new Outcome(other, otherMessage, log, logTail, at);
  }

  boolean isVerified() {
    return reason == Reason.VERIFIED;
  }

  /** {@code run} with this as its end, seen at {@code now}. */
  Run applyTo(Run run, List<PodView> pods) {
    var closing = log.closing();
    var observed = Timeline.merge(Timeline.milestones(run, pods), Timeline.of(log));
    return new Run(
        run.id(),
        run.previous(),
        run.inputs(),
        run.release(),
        run.generation(),
        run.job(),
        Math.max(pods.size(), Objects.requireNonNullElse(run.attempt(), 1)),
        isVerified() ? null : step(),
        isVerified() ? Run.VERIFIED : Run.FAILED,
        reason.word(),
        message,
        closing.map(Closing::from).orElse(null),
        closing.map(Closing::to).orElse(null),
        run.startedAt(),
        at,
        elapsed(run.startedAt(), at),
        closing.map(Closing::failure).map(Outcome::failure).orElse(null),
        logTail,
        Timeline.merge(run.timeline(), observed));
  }

  /** The phase in which the runner was when it ended. */
  private String step() {
    return log.events().stream()
        .filter(event -> event.closing() == null && event.applied() == null)
        .reduce((first, second) -> second)
        .map(RunEvent::phase)
        .orElse(Timeline.START);
  }

  private static Failure failure(Closing.Failure failure) {
    return new Failure(
        failure.script(), failure.line(), failure.sqlState(), failure.statement(), failure.hint());
  }

  private static String elapsed(Instant from, Instant to) {
    return String.format(
        Locale.ROOT, "%.1fs", Math.max(0, Duration.between(from, to).toMillis()) / 1000.0);
  }

  Optional<Closing.Database> database() {
    return log.closing().map(Closing::database);
  }
}
