package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run that only checks, from its Job to its outcome: the same for smoke and for each look of the
 * monitor. It is followed as the run of a Migration of its own would be, by the same rules.
 */
record FollowUpRun(Snapshot snapshot, Part part) {

  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);
  private static final Set<Reason> SAID_BY_A_CHECK =
      Set.of(Reason.SMOKE_FAILED, Reason.LOOK_FAILED);

  /** What has become of it. */
  sealed interface Turn {

    /** It cannot begin yet. */
    record Waits(Reason reason, String why) implements Turn {}

    /** It is under way, or has just ended. */
    record Is(Run run, String message, List<Action> actions, Optional<Duration> lookAgain)
        implements Turn {}
  }

  /** Begins it with this id, after {@code main}. A Job that is there already is this one's. */
  Turn begin(String id, Run main, Instant deadline) {
    var there = snapshot.followUps().jobOf(id);
    if (there.filter(JobView::beingDeleted).isPresent()) {
      return new Turn.Waits(Reason.QUEUED, "Waits until the Job before it is gone.");
    }
    if (there.isPresent()) {
      return is(RunStart.of(there.get()), List.of(), Optional.empty());
    }
    var noPlace = StartOrder.tooManyAtOnce(snapshot);
    if (noPlace.isPresent()) {
      return new Turn.Waits(Reason.QUEUED, noPlace.get());
    }
    var plan = RunPlan.ofChecks(part, id, main, snapshot, deadline);
    return is(RunStart.of(plan, snapshot), List.of(new Action.StartRun(plan)), Optional.empty());
  }

  private static Turn is(Run run, List<Action> actions, Optional<Duration> lookAgain) {
    return new Turn.Is(run, "Run %s is started.".formatted(run.id()), actions, lookAgain);
  }

  /** When a look is to be taken again by one that waits. */
  static Duration beforeAnotherTry() {
    return BEFORE_ANOTHER_TRY;
  }

  /** Follows {@code run}, which is under way. */
  Turn.Is follow(Run run) {
    var verdict = RunRules.follow(alone(run)).orElseThrow();
    var next = verdict.status().run();
    return new Turn.Is(
        next == null ? run : next, message(verdict), verdict.actions(), verdict.lookAgain());
  }

  /** Follows {@code run}, and stops it: it is not wanted any more. */
  Turn.Is stop(Run run) {
    var turn = follow(run);
    var job = snapshot.followUps().jobOf(run.id()).filter(one -> !one.beingDeleted());
    if (!turn.run().underWay() || job.isEmpty()) {
      return turn;
    }
    var actions = new ArrayList<>(turn.actions());
    actions.add(new Action.DeleteJob(run.job()));
    return new Turn.Is(turn.run(), turn.message(), actions, turn.lookAgain());
  }

  /** Whether a check has said that all is not well; else nobody knows. */
  static boolean isSaidByACheck(Run ended) {
    return SAID_BY_A_CHECK.contains(Reason.of(String.valueOf(ended.reason())));
  }

  private static String message(Verdict verdict) {
    return Condition.find(verdict.status().conditions(), Condition.READY)
        .map(ready -> String.valueOf(ready.message()))
        .orElse("");
  }

  /** What is around {@code run} alone, as if it were the run of a Migration without steps. */
  private Snapshot alone(Run run) {
    return new Snapshot(
        migration(run),
        snapshot.inputs(),
        snapshot.followUps().jobs().stream().filter(job -> job.run().equals(run.id())).toList(),
        snapshot.followUps().pods().stream().filter(pod -> pod.run().equals(run.id())).toList(),
        FollowUps.NONE,
        snapshot.neighbours(),
        List.of(),
        new Leaks(Map.of()),
        List.of(),
        List.of(),
        Dependencies.NONE,
        ScriptFiles.UNKNOWN,
        snapshot.runsAtOnce(),
        snapshot.now());
  }

  private Migration migration(Run run) {
    var spec = snapshot.spec();
    var alone = snapshot.migration().withStatus(snapshot.status().ofRunAlone(run));
    alone.setSpec(
        SpecDraft.of(spec.database())
            .smoke(part == Part.SMOKE ? spec.smoke() : null)
            .monitor(part == Part.MONITOR ? spec.monitor() : null)
            .guardrails(spec.guardrails())
            .pod(spec.pod())
            .spec());
    return alone;
  }
}
