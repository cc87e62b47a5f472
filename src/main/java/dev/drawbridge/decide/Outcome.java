package dev.drawbridge.decide;

import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, and what is recorded of it.
 *
 * @param entries what belongs into the timeline beside what the log says
 * @param failure what failed, if the log does not say it
 */
record Outcome(
    Reason reason,
    String message,
    RunLog log,
    List<TimelineEntry> entries,
    @Nullable Failure failure,
    @Nullable String logTail,
    Instant at) {

  Outcome {
    logTail =
        logTail == null ? null : logTail.substring(Math.max(0, logTail.length() - LONGEST_TAIL));
  }

  private Outcome(Reason reason, String message, RunLog log, @Nullable String logTail, Instant at) {
    this(reason, message, log, List.of(), null, logTail, at);
  }

  private static final int LONGEST_TAIL = 2048;
  private static final Set<Reason> CAUSED_BY_A_STOP =
      Set.of(Reason.INTERRUPTED, Reason.CRASHED, Reason.LOST, Reason.NOT_STARTED);

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

  static Outcome of(RunState.Crashed end, String rawMessage, Repetition again) {
    return new Outcome(
        Reason.CRASHED,
        "The runner ended without saying how: " + end.how() + ". " + again.afterSomething(),
        end.log(),
        rawMessage.isBlank() || end.log().closing().isPresent() ? null : rawMessage,
        end.at());
  }

  static Outcome lost(String how, Instant now, Repetition again) {
    return new Outcome(
        Reason.LOST,
        "How the run ended is not known: " + how + ". " + again.afterSomething(),
        RunLog.EMPTY,
        null,
        now);
  }

  /** The deadline passed between two pods, and took the words of the one before with it. */
  static Outcome unreachable(String words, Instant now, Repetition again) {
    return new Outcome(
        Reason.UNREACHABLE,
        "The deadline passed before the database could be reached. Its last pod said: %s %s"
            .formatted(words, again.afterSomething()),
        RunLog.EMPTY,
        null,
        now);
  }

  static Outcome neverStarted(String why, Instant now, Repetition again) {
    return new Outcome(
        Reason.NOT_STARTED,
        "The run's pod had not started when the deadline passed: "
            + why
            + " "
            + again.afterNothing(),
        RunLog.EMPTY,
        null,
        now);
  }

  /** The Job went, on request, before its pod was at work. */
  static Outcome notBegun(Instant now, Repetition again) {
    return new Outcome(
        Reason.NOT_STARTED,
        "The run's pod had not started. " + again.afterNothing(),
        RunLog.EMPTY,
        null,
        now);
  }

  /** This outcome of a run that somebody asked to stop; what ended by itself stays what it is. */
  Outcome onRequest() {
    return CAUSED_BY_A_STOP.contains(reason)
        ? new Outcome(
            Reason.CANCELLED, "Stopped on request. " + message, log, entries, failure, logTail, at)
        : this;
  }

  /** Whether no runner ended with it. */
  boolean isWordless() {
    return reason == Reason.LOST || reason == Reason.NOT_STARTED;
  }

  /** Whether the run was to plan only, and its plan is known. */
  private boolean isPlan() {
    return reason == Reason.PLANNED && log.plan().isPresent();
  }

  boolean isVerified() {
    return reason == Reason.VERIFIED;
  }

  /** The run with this as its end. */
  Run applyTo(RunProgress progress) {
    var run = progress.run();
    var observed = new ArrayList<>(Timeline.milestones(run, progress.pods()));
    observed.addAll(Timeline.of(log));
    observed.addAll(entries);
    var timeline = Timeline.merge(run.timeline(), observed);
    return RunProgress.saved(run, log)
        .at(isVerified() || isPlan() ? null : step(), progress.attempts(timeline), timeline)
        .ended(endOf(run));
  }

  private Run.End endOf(Run run) {
    var closing = log.closing();
    var finished = neverBefore(run.startedAt());
    return new Run.End(
        outcome(),
        reason.word(),
        message,
        closing.map(Closing::from).orElse(null),
        closing.map(Closing::to).orElse(null),
        closing.map(Closing::applied).orElse(null),
        finished,
        elapsed(run.startedAt(), finished),
        closing.map(Closing::failure).map(Outcome::failure).orElse(failure),
        logTail);
  }

  private String outcome() {
    if (isVerified()) {
      return Run.VERIFIED;
    }
    return isPlan() ? Run.PLANNED : Run.FAILED;
  }

  /** The phase in which the runner was when it ended. */
  private String step() {
    if (!entries.isEmpty()) {
      return entries.getLast().phase();
    }
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

  /** The end is read off a node's clock, the start off another: they need not agree. */
  private Instant neverBefore(Instant start) {
    return at.isBefore(start) ? start : at;
  }

  private static String elapsed(Instant from, Instant to) {
    return String.format(Locale.ROOT, "%.1fs", Duration.between(from, to).toMillis() / 1000.0);
  }

  Optional<Closing.Database> database() {
    return log.closing().map(Closing::database);
  }
}
