package dev.drawbridge.decide;

import dev.drawbridge.api.status.Plan;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a runner said of its plan, as the status keeps it. */
final class PlanStatus {

  private PlanStatus() {}

  /** The plan that {@code log} has of the run with this id; empty if it has none. */
  static Optional<Plan> of(RunLog log, String run) {
    return log.plan().flatMap(event -> of(event, run));
  }

  private static Optional<Plan> of(RunEvent event, String run) {
    return Optional.ofNullable(event.plan())
        .map(plan ->
            new Plan(
                plan.digest(),
                event.at(),
                run,
                plan.from(),
                plan.to(),
                plan.pending(),
                plan.tools() == 0 ? null : plan.tools(),
                plan.losing() == 0 ? null : plan.losing(),
                plan.scripts().stream()
                    .limit(PlanSummary.MOST_SCRIPTS)
                    .map(PlanStatus::script)
                    .toList(),
                rehearsed(plan.rehearsed())));
  }

  private static Plan.Script script(PlanSummary.Script script) {
    return new Plan.Script(
        script.file(), script.version(), script.checksum(), script.transactional());
  }

  private static Plan.@Nullable Rehearsed rehearsed(PlanSummary.@Nullable Rehearsed shown) {
    return shown == null
        ? null
        : new Plan.Rehearsed(
            shown.millis(),
            shown.scripts(),
            shown.statements(),
            longest(shown.longest()),
            shown.locks().stream()
                .limit(PlanSummary.MOST_OF_A_REHEARSAL)
                .map(PlanStatus::lock)
                .toList(),
            shown.rewritten().stream().limit(PlanSummary.MOST_OF_A_REHEARSAL).toList(),
            shown.notRehearsed().stream()
                .limit(PlanSummary.MOST_OF_A_REHEARSAL)
                .map(left -> new Plan.Left(left.subject(), left.why()))
                .toList());
  }

  private static Plan.@Nullable Longest longest(PlanSummary.@Nullable Longest longest) {
    return longest == null
        ? null
        : new Plan.Longest(longest.script(), longest.line(), longest.millis());
  }

  private static Plan.Lock lock(PlanSummary.Lock lock) {
    return new Plan.Lock(
        lock.mode(), lock.relation(), lock.blocks(), lock.script(), lock.line(), lock.millis());
  }
}
