package dev.drawbridge.decide;

import dev.drawbridge.api.Monitor;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.MonitorResult;
import dev.drawbridge.api.status.MonitorResult.Look;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.decide.FollowUpRun.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do about the monitor: one look at a time, each counted from the start of the one before,
 * for a time after success. What was missed while nobody was there is not made up for.
 *
 * @param status of the Migration, as it is going to be
 * @param main its run, which is verified
 */
record MonitorRules(Snapshot snapshot, Monitor monitor, MigrationStatus status, Run main) {

  private static final int MOST_RESULTS = 10;

  /** A pod needs some time, however often is looked. */
  private static final Duration LEAST_TIME = Duration.ofMinutes(2);

  /** What is known of it next, and what is to be done for that. */
  FollowUpRules.Next<MonitorResult> next() {
    var known = known();
    var run = known.run();
    if (run != null && run.underWay()) {
      return of(known, new FollowUpRun(snapshot, Part.MONITOR).follow(run));
    }
    if (!now().isBefore(known.until())) {
      return FollowUpRules.Next.of(known.with(null, known.run()));
    }
    var due = due(known);
    return due.isAfter(now()) ? waiting(known, due) : begin(known);
  }

  private MonitorResult known() {
    var known = status.monitor();
    var begun =
        known != null && known.of().equals(main.id())
            ? known
            : new MonitorResult(main.id(), now(), now(), null, 0, 0, null, null, List.of());
    return new MonitorResult(
        begun.of(),
        begun.since(),
        begun.since().plus(monitor.lastingOrDefault()),
        begun.next(),
        begun.looks(),
        begun.failures(),
        begun.outcome(),
        begun.run(),
        begun.results());
  }

  /** Never later than a full pause from now, whatever a clock has said before. */
  private Instant due(MonitorResult known) {
    var every = monitor.everyOrLonger();
    var run = known.run();
    var last = run == null ? known.since() : run.startedAt();
    var due = Objects.requireNonNullElseGet(known.next(), () -> last.plus(every));
    var latest = now().plus(every);
    return due.isAfter(latest) ? latest : due;
  }

  private FollowUpRules.Next<MonitorResult> waiting(MonitorResult known, Instant due) {
    var wakeUp = due.isBefore(known.until()) ? due : known.until();
    return new FollowUpRules.Next<>(
        known.with(due, known.run()), List.of(), Optional.of(Duration.between(now(), wakeUp)));
  }

  private FollowUpRules.Next<MonitorResult> begin(MonitorResult known) {
    var looks = known.looks() + 1;
    var id = RunPlan.idOfChecks(snapshot.uid(), main, Part.MONITOR, Integer.toString(looks));
    return switch (new FollowUpRun(snapshot, Part.MONITOR).begin(id, main, deadline())) {
      case Turn.Waits _ ->
          new FollowUpRules.Next<>(
              known.with(now(), known.run()),
              List.of(),
              Optional.of(FollowUpRun.beforeAnotherTry()));
      case Turn.Is begun ->
          of(
              new MonitorResult(
                  known.of(),
                  known.since(),
                  known.until(),
                  null,
                  looks,
                  known.failures(),
                  known.outcome(),
                  begun.run(),
                  known.results()),
              begun);
    };
  }

  /** It has until the next look would be due, but not longer than any run. */
  private Instant deadline() {
    var every = monitor.everyOrLonger();
    var time = every.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : every;
    var most = snapshot.spec().limits().deadlineOrDefault();
    return now().plus(time.compareTo(most) < 0 ? time : most);
  }

  private FollowUpRules.Next<MonitorResult> of(MonitorResult known, Turn.Is turn) {
    var run = turn.run();
    return run.underWay()
        ? new FollowUpRules.Next<>(known.with(null, run), turn.actions(), turn.lookAgain())
        : new FollowUpRules.Next<>(ended(known, run), turn.actions(), turn.lookAgain());
  }

  /** A look that could not be taken says nothing: it neither counts nor makes good. */
  private MonitorResult ended(MonitorResult known, Run run) {
    var look = look(run);
    var failures =
        switch (look.outcome()) {
          case SmokeResult.PASSED -> 0;
          case SmokeResult.FAILED -> known.failures() + 1;
          default -> known.failures();
        };
    var isBroken = failures >= monitor.failuresOrDefault();
    var outcome =
        failures == 0 ? passedOr(known, look) : isBroken ? SmokeResult.FAILED : known.outcome();
    return new MonitorResult(
        known.of(),
        known.since(),
        known.until(),
        run.startedAt().plus(monitor.everyOrLonger()),
        known.looks(),
        failures,
        outcome,
        run,
        Stream.concat(Stream.of(look), known.results().stream()).limit(MOST_RESULTS).toList());
  }

  private static @Nullable String passedOr(MonitorResult known, Look look) {
    return look.outcome().equals(SmokeResult.PASSED) ? SmokeResult.PASSED : known.outcome();
  }

  private static Look look(Run run) {
    var failed = FollowUpRun.isSaidByACheck(run) ? SmokeResult.FAILED : SmokeResult.UNKNOWN;
    return new Look(
        run.id(),
        run.startedAt(),
        run.succeeded() ? SmokeResult.PASSED : failed,
        run.reason(),
        run.message(),
        run.elapsed());
  }

  private Instant now() {
    return snapshot.now();
  }
}
