package dev.drawbridge.runner;

import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.RunEvent;
import java.util.Objects;

/** The plan that a run has told, and what its rehearsal has shown. */
final class Plans {

  private Plans() {}

  static PlanSummary of(RunnerProcess.Outcome outcome) {
    var plan =
        outcome
            .log()
            .plan()
            .map(RunEvent::plan)
            .orElseThrow(() -> new AssertionError(outcome.output() + outcome.error()));
    return Objects.requireNonNull(plan);
  }

  static PlanSummary.Rehearsed rehearsed(RunnerProcess.Outcome outcome) {
    return Objects.requireNonNull(of(outcome).rehearsed(), outcome.output());
  }
}
