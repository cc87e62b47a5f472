package dev.drawbridge.runner.plan;

import dev.drawbridge.report.PlanSummary;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is told to whoever started the runner in its own process: whole, and with what a
 * rehearsal has shown.
 *
 * @param rehearsed null if there was no rehearsal, or not yet
 */
public record ToldPlan(Plan plan, PlanSummary.@Nullable Rehearsed rehearsed) {

  /** As a table for people, with a line end behind each line. */
  public String text() {
    return new PlanText(this).write();
  }

  /** As JSON for programs, with a line end. */
  public String json() {
    return new PlanJson(this).write();
  }
}
