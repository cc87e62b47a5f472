package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.command.local.EventText;
import dev.drawbridge.report.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A diagnosis for people: what is wrong and what to do first, then how it came to that. */
final class TextReport {

  private final Diagnosis diagnosis;
  private final StringBuilder text = new StringBuilder();

  private TextReport(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  static String of(Diagnosis diagnosis) {
    var report = new TextReport(diagnosis);
    report.head();
    report.checks();
    report.timeline();
    report.logs();
    return report.text.toString();
  }

  private void head() {
    var run = diagnosis.run() == null ? "" : ", run " + diagnosis.run();
    line(diagnosis.title() + run);
    line("");
    field("Way", diagnosis.rollback() == null ? null : diagnosis.rollback().words());
    field("Status", diagnosis.executionStatus() + ", " + diagnosis.reasonCode());
    field("Reason", diagnosis.reason());
    field("Summary", diagnosis.executionSummary());
    var elapsed = diagnosis.elapsed();
    if (elapsed != null) {
      field("Elapsed", "%s, since %s".formatted(elapsed.words(), elapsed.startedAt()));
    }
    failure(diagnosis.failure());
  }

  private void failure(@Nullable Failure failure) {
    if (failure != null) {
      field("Where", place(failure));
      field("SQL state", failure.sqlState());
      field("Statement", failure.statement());
      field("What to do", failure.hint());
    }
  }

  private static @Nullable String place(Failure failure) {
    return failure.line() == null
        ? failure.script()
        : "%s, line %d".formatted(failure.script(), failure.line());
  }

  private void checks() {
    if (diagnosis.assertions().isEmpty()) {
      return;
    }
    line("");
    line("Checks");
    for (var assertion : diagnosis.assertions()) {
      line(
          "  %-6s  %-9s  %-28s  %s%s%s"
              .formatted(
                  assertion.passed() ? "passed" : "FAILED",
                  assertion.phase(),
                  assertion.id(),
                  compared(assertion),
                  assertion.attempts() == 1 ? "" : ", %d attempts".formatted(assertion.attempts()),
                  assertion.millis() == null ? "" : ", %d ms".formatted(assertion.millis())));
      if (assertion.snippet() != null && !assertion.passed()) {
        line("          it answered: " + oneLine(assertion.snippet()));
      }
    }
  }

  private static String compared(CheckedAssertion assertion) {
    var found = oneLine(Objects.requireNonNullElse(assertion.found(), ""));
    return assertion.expected() == null
        ? found
        : "found %s, expected %s".formatted(found, oneLine(assertion.expected()));
  }

  private void timeline() {
    if (diagnosis.statusTimeline().isEmpty()) {
      return;
    }
    line("");
    line("Timeline, from " + diagnosis.statusTimeline().getFirst().at());
    var begin = diagnosis.statusTimeline().getFirst().at();
    diagnosis.statusTimeline().forEach(entry -> entry(entry, begin));
  }

  private void entry(TimelineEntry entry, Instant begin) {
    var subject = Objects.requireNonNullElse(entry.subject(), "");
    line(
        EventText.of(
            Duration.between(begin, entry.at()),
            entry.phase(),
            subject,
            said(entry.state(), entry.message()),
            entry.millis()));
  }

  private static String said(String state, @Nullable String message) {
    return message == null || message.equalsIgnoreCase(state)
        ? state
        : state + ": " + oneLine(message);
  }

  private void logs() {
    line("");
    line("Logs, from: " + diagnosis.logsSource().words());
    if (diagnosis.logsProblem() != null) {
      line("  " + diagnosis.logsProblem());
    }
    diagnosis.logs().lines().forEach(this::logged);
  }

  /** What the runner has told is made readable; the rest is shown as it is. */
  private void logged(String written) {
    var events = RunLog.read(written).events();
    if (events.isEmpty()) {
      line("  " + written);
    }
    for (var event : events) {
      var message = event.closing() == null ? event.message() : event.closing().message();
      if (event.applied() == null) {
        line(
            "  %s  %-9s  %s%s"
                .formatted(
                    event.at(),
                    event.phase(),
                    event.subject() == null ? "" : event.subject() + "  ",
                    said(event.state().word(), message)));
      }
    }
  }

  private void field(String name, @Nullable String value) {
    if (value != null) {
      line("  %-10s  %s".formatted(name, oneLine(value)));
    }
  }

  private static String oneLine(String words) {
    return words.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private void line(String words) {
    text.append(words.stripTrailing()).append('\n');
  }
}
