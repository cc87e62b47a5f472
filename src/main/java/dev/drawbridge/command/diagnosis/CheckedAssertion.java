package dev.drawbridge.command.diagnosis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunPhase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A check and what it has found.
 *
 * @param id the name of the check
 * @param found what was found; the whole sentence where nothing could be compared
 * @param attempts how often was asked
 * @param snippet the beginning of the answer of an http check that was not as expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CheckedAssertion(
    String id,
    String phase,
    boolean passed,
    @Nullable String found,
    @Nullable String expected,
    int attempts,
    @Nullable Long millis,
    @Nullable String snippet) {

  private static final Set<String> PHASES =
      Set.of(RunPhase.PREFLIGHT.word(), RunPhase.VERIFY.word());
  private static final Set<String> STATES = Set.of(State.PASSED.word(), State.FAILED.word());

  /**
   * Those of the timeline, which is bounded, and those that only the pod's log has; preflight comes
   * before verify in any order.
   */
  static List<CheckedAssertion> all(List<TimelineEntry> timeline, Logs logs) {
    var found = new LinkedHashMap<String, CheckedAssertion>();
    for (var entry : timeline) {
      if (isOfCheck(entry.phase(), entry.step(), entry.state())) {
        var assertion = of(entry);
        found.put(assertion.key(), assertion);
      }
    }
    if (logs.origin() == Logs.Origin.POD) {
      RunLog.read(logs.text()).events().stream()
          .filter(event -> event.subject() != null)
          .filter(event -> isOfCheck(event.phase(), event.step(), event.state().word()))
          .map(CheckedAssertion::of)
          .forEach(assertion -> found.putIfAbsent(assertion.key(), assertion));
    }
    return found.values().stream().sorted(Comparator.comparing(CheckedAssertion::phase)).toList();
  }

  /** Rules of scripts and a rehearsal pass or fail in the same phase, but in steps of it. */
  private static boolean isOfCheck(String phase, @Nullable String step, String state) {
    return PHASES.contains(phase) && step == null && STATES.contains(state);
  }

  private String key() {
    return phase + "/" + id;
  }

  private static CheckedAssertion of(TimelineEntry entry) {
    var compared = entry.assertion();
    return new CheckedAssertion(
        String.valueOf(entry.subject()),
        entry.phase(),
        State.PASSED.word().equals(entry.state()),
        compared == null ? entry.message() : compared.found(),
        compared == null ? null : compared.expected(),
        compared == null || compared.attempts() == null ? 1 : compared.attempts(),
        entry.millis(),
        compared == null ? null : compared.snippet());
  }

  private static CheckedAssertion of(RunEvent event) {
    var compared = event.assertion();
    return new CheckedAssertion(
        String.valueOf(event.subject()),
        event.phase(),
        event.state() == State.PASSED,
        compared == null ? event.message() : compared.found(),
        compared == null ? null : compared.expected(),
        compared == null || compared.attempts() == null ? 1 : compared.attempts(),
        event.millis(),
        compared == null ? null : compared.snippet());
  }
}
