package dev.drawbridge.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plan within a report that is short of room. It is told once, as it was known in the end, and
 * its lists are cut until it leaves enough for the rest.
 */
final class PlanLine {

  private final List<RunEvent> events;
  private final @Nullable RunEvent last;
  private final int share;

  PlanLine(List<RunEvent> events, int budget) {
    this.events = events;
    this.last =
        events.stream()
            .filter(event -> event.plan() != null)
            .reduce((one, next) -> next)
            .orElse(null);
    this.share = share(events, budget);
  }

  /** A run that applies something has more to tell than what it was going to do. */
  private static int share(List<RunEvent> events, int budget) {
    return events.stream()
        .map(RunEvent::closing)
        .filter(Objects::nonNull)
        .findFirst()
        .map(closing -> closing.outcome() == Exit.PLANNED ? budget : budget / 4)
        .orElse(budget / 2);
  }

  /** The events, of which only the last that has a plan keeps it. */
  Stream<RunEvent> onlyTheLast() {
    return events.stream()
        .map(event ->
            event.plan() == null || isLast(event) ? event : event.with((PlanSummary) null));
  }

  private boolean isLast(RunEvent event) {
    return last != null && last.sequence() == event.sequence();
  }

  /** {@code event} with as much of its plan as there is room for in {@code left} bytes. */
  RunEvent fit(RunEvent event, int left) {
    var plan = event.plan();
    if (plan == null) {
      return event;
    }
    var room = Math.min(left, share);
    var shorter = event;
    for (var most = PlanSummary.MOST_SCRIPTS; !fits(shorter, room) && most > 0; ) {
      most = most * 3 / 4;
      shorter = event.with(plan.limitedTo(most));
    }
    return shorter;
  }

  private static boolean fits(RunEvent event, int bytes) {
    return RunLog.line(event).getBytes(StandardCharsets.UTF_8).length < bytes;
  }
}
