package dev.drawbridge.runner.plan;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.runner.process.Count;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do to a database, as it was found.
 *
 * @param database which one it is
 * @param steps all that the spec has, in their order, also those that have nothing to do
 */
public record Plan(Closing.Database database, List<PlannedStep> steps) {

  public Plan {
    steps = List.copyOf(steps);
  }

  /** SHA-256, in hexadecimal: it stands for all of the plan. */
  public String digest() {
    return PlanDigest.of(this);
  }

  /** The scripts that are going to be applied, in their order. */
  public List<PlannedScript> pending() {
    return steps.stream()
        .flatMap(step ->
            switch (step) {
              case PlannedStep.Scripts scripts -> scripts.pending().stream();
              case PlannedStep.Tool _ -> Stream.empty();
            })
        .toList();
  }

  /** The tools that are going to be started. */
  public List<PlannedStep.Tool> tools() {
    return steps.stream()
        .flatMap(step ->
            switch (step) {
              case PlannedStep.Scripts _ -> Stream.<PlannedStep.Tool>empty();
              case PlannedStep.Tool tool -> Stream.of(tool).filter(one -> !one.reached());
            })
        .toList();
  }

  /** The version that was found; null if there is none. */
  public @Nullable String from() {
    var counting = counting();
    return counting == null ? null : counting.now();
  }

  /** The version when all is done; null if there is none. */
  public @Nullable String to() {
    var counting = counting();
    return counting == null ? null : counting.after();
  }

  /** Of several steps, the last one that has a version counts. */
  private @Nullable PlannedStep counting() {
    return steps.stream()
        .filter(step -> step.after() != null)
        .reduce((first, last) -> last)
        .orElse(null);
  }

  /** The plan as a report has room for it. */
  public PlanSummary summary() {
    var pending = pending();
    return new PlanSummary(
        digest(),
        from(),
        to(),
        pending.size(),
        tools().size(),
        0,
        pending.stream().limit(PlanSummary.MOST_SCRIPTS).map(PlannedScript::summary).toList(),
        null);
  }

  /** The plan in one sentence without its dot. */
  public String sentence() {
    var scripts = pending().size();
    var tools = tools().size();
    if (scripts + tools == 0) {
      return "nothing is pending, " + (to() == null ? "no version is applied" : "schema " + to());
    }
    return "%s%s pending, from %s to %s"
        .formatted(
            Count.of(scripts, "script"),
            tools == 0 ? "" : " and " + Count.of(tools, "tool"),
            Objects.requireNonNullElse(from(), "no version"),
            Objects.requireNonNullElse(to(), "no version"));
  }
}
