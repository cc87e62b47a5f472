package dev.drawbridge.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A runner's report as its lines: JSON, one event a line. Written whole to standard output, and
 * within a budget to the termination message. Whatever part of it arrives can be read.
 *
 * @param events by sequence number
 * @param gaps how many sequence numbers below the highest are not there
 */
public record RunLog(List<RunEvent> events, int gaps) {

  public static final RunLog EMPTY = new RunLog(List.of(), 0);

  /** Made where a report is read: who writes one needs it not. */
  private static final class Reading {
    static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule()).build();
  }

  private static final Comparator<RunEvent> MOST_IMPORTANT_FIRST =
      Comparator.comparing((RunEvent event) -> event.closing() == null)
          .thenComparing(event -> event.applied() == null)
          .thenComparing(event -> event.backup() == null)
          .thenComparing(event -> event.plan() == null)
          .thenComparing(Comparator.comparingInt(RunEvent::sequence).reversed());

  public RunLog {
    events = List.copyOf(events);
  }

  /** The event as one line of JSON, without its line end. */
  public static String line(RunEvent event) {
    return EventJson.write(event);
  }

  /**
   * As much of the events as fits into {@code budget} bytes of UTF-8, the most important first: the
   * closing line, the applied versions, the backup, the plan, then the others from the newest on.
   * So a reader that sees only the first bytes sees those.
   */
  public static String withinBudget(List<RunEvent> events, int budget) {
    var chosen = new StringBuilder();
    var left = budget;
    var plan = new PlanLine(events, budget);
    for (var event : plan.onlyTheLast().sorted(MOST_IMPORTANT_FIRST).toList()) {
      var line = line(plan.fit(event.shortened(), left)) + "\n";
      var size = line.getBytes(StandardCharsets.UTF_8).length;
      if (size > left) {
        continue;
      }
      chosen.append(line);
      left -= size;
    }
    return chosen.toString();
  }

  /** What can be read of {@code text}. Torn lines and foreign ones are passed over. */
  public static RunLog read(String text) {
    var events = new ArrayList<RunEvent>();
    text.lines().forEach(line -> parse(line).ifPresent(events::add));
    events.sort(Comparator.comparingInt(RunEvent::sequence));
    var highest = events.isEmpty() ? 0 : events.getLast().sequence();
    var distinct = (int) events.stream().mapToInt(RunEvent::sequence).distinct().count();
    return new RunLog(events, highest - distinct);
  }

  private static Optional<RunEvent> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      var event = Reading.MAPPER.readValue(line, RunEvent.class);
      return isWhole(event) ? Optional.of(event.restored()) : Optional.empty();
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  /** Another program may write JSON to the same place. */
  private static boolean isWhole(RunEvent event) {
    return event.version() >= 1
        && event.sequence() >= 1
        && event.at() != null
        && event.phase() != null
        && event.state() != null
        && (event.assertion() == null || isWhole(event.assertion()))
        && (event.plan() == null || event.plan().isWhole())
        && (event.backup() == null || event.backup().isWhole())
        && (event.closing() == null || isWhole(event.closing()));
  }

  private static boolean isWhole(Assertion assertion) {
    return assertion.found() != null && assertion.expected() != null;
  }

  private static boolean isWhole(Closing closing) {
    return closing.outcome() != null && closing.reason() != null && closing.message() != null;
  }

  public Optional<Closing> closing() {
    return events.stream().map(RunEvent::closing).filter(closing -> closing != null).findFirst();
  }

  /** The plan, as far as it was known in the end. */
  public Optional<RunEvent> plan() {
    return events.stream().filter(event -> event.plan() != null).reduce((first, last) -> last);
  }

  /** What was saved, and when that was proved. */
  public Optional<RunEvent> backup() {
    return events.stream().filter(event -> event.backup() != null).findFirst();
  }

  public Optional<AppliedVersions> applied() {
    return events.stream().map(RunEvent::applied).filter(applied -> applied != null).findFirst();
  }
}
