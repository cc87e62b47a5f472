package dev.drawbridge.decide;

import dev.drawbridge.api.Workload;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands still while a run works: it is stopped before the run starts, and comes back whatever
 * its outcome. That it is about to be stopped is in the status before it is, so that nobody is
 * forgotten.
 */
final class QuiesceRules {

  private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofSeconds(1);

  private QuiesceRules() {}

  /** What is in the way of a run: something that does not stand still yet. */
  static Optional<Verdict> stopping(Snapshot snapshot) {
    return snapshot.spec().quiesce().isEmpty() || Task.of(snapshot) instanceof Task.Plan
        ? Optional.empty()
        : refused(snapshot).or(() -> announced(snapshot)).or(() -> stopped(snapshot));
  }

  private static Optional<Verdict> refused(Snapshot snapshot) {
    return asked(snapshot)
        .filter(view -> view.standStill().isEmpty())
        .flatMap(view ->
            view.obstacle().stream().map(why -> "%s: %s.".formatted(view.workload().words(), why)))
        .findFirst()
        .map(why ->
            Verdict.of(
                    StatusDraft.of(snapshot)
                        .stands(
                            Phase.PENDING,
                            Outlook.STUCK,
                            Reason.QUIESCE_REFUSED,
                            "The run does not start, because this could not come back after it: "
                                + why)
                        .write())
                .lookingAgainAfter(BEFORE_ANOTHER_LOOK.multipliedBy(10)));
  }

  private static Optional<Verdict> announced(Snapshot snapshot) {
    var known = snapshot.status().quiesced().stream().map(Workload::of).toList();
    var asked = asked(snapshot).map(WorkloadView::workload).toList();
    return known.containsAll(asked)
        ? Optional.empty()
        : Optional.of(
            waiting(
                snapshot,
                Stream.concat(known.stream(), asked.stream()).distinct().sorted().toList(),
                "Stops %s before the run.".formatted(words(asked.stream())),
                List.of()));
  }

  private static Optional<Verdict> stopped(Snapshot snapshot) {
    var owner = owner(snapshot);
    var run = RunPlan.of(snapshot).run();
    var mine =
        asked(snapshot).takeWhile(view -> view.mayBeStoppedFor(snapshot.migration())).toList();
    var stops =
        mine.stream()
            .filter(view -> !view.isStoppedFor(owner, run))
            .<Action>map(view -> new Action.Stop(view.workload(), run, view.standStill()))
            .toList();
    var known = snapshot.status().quiesced().stream().map(Workload::of).toList();
    return stops.isEmpty()
        ? inTheWay(snapshot, mine).map(why -> waiting(snapshot, known, why, List.of()))
        : Optional.of(
            waiting(
                snapshot,
                known,
                "Stops %s before the run."
                    .formatted(words(mine.stream().map(WorkloadView::workload))),
                stops));
  }

  private static Optional<String> inTheWay(Snapshot snapshot, List<WorkloadView> mine) {
    var another =
        asked(snapshot)
            .skip(mine.size())
            .flatMap(view ->
                view.standStill().stream()
                    .map(StandStill::owner)
                    .map(owner ->
                        "Waits until %s is back, which stands still for %s."
                            .formatted(view.workload().words(), owner)))
            .findFirst();
    var running =
        mine.stream()
            .flatMap(view ->
                view.stillRunning().stream()
                    .map(what -> "%s (%s)".formatted(view.workload().words(), what)))
            .collect(Collectors.joining(", "));
    return another.or(() ->
        Optional.of("Waits until this has stopped: %s.".formatted(running))
            .filter(_ -> !running.isEmpty()));
  }

  /** It keeps its place in the queue. */
  private static Verdict waiting(
      Snapshot snapshot, List<Workload> quiesced, String why, List<Action> actions) {
    var since = Objects.requireNonNullElse(snapshot.status().queuedSince(), snapshot.now());
    var status =
        StatusDraft.of(snapshot)
            .queuedSince(since)
            .quiesced(quiesced.stream().map(one -> one.quiesced(null)).toList())
            .stands(Phase.QUEUED, Outlook.GOING_ON, Reason.QUIESCING, why)
            .write();
    var kept = Stream.concat(Stream.of(new Action.KeepMigration()), actions.stream()).toList();
    return new Verdict(status, kept, Optional.of(BEFORE_ANOTHER_LOOK));
  }

  /**
   * {@code next}, and besides it everything comes back, unless a run needs it to stand still. Also
   * what the status does not know of: a process that was slow to die may have stopped it.
   */
  static Verdict bringingBack(Snapshot snapshot, Verdict next) {
    var mine =
        snapshot.workloads().stream().filter(view -> view.isStoppedFor(owner(snapshot))).toList();
    if (needsStandstill(next) || (mine.isEmpty() && next.status().quiesced().isEmpty())) {
      return next;
    }
    var left = mine.stream().map(view -> view.workload().quiesced(staysBecause(view))).toList();
    var changed =
        new Verdict(
            next.status().withQuiesced(left),
            Stream.concat(backToWork(snapshot, mine), next.actions().stream()).toList(),
            next.lookAgain());
    return left.isEmpty() ? changed : changed.lookingAgainAfter(BEFORE_ANOTHER_LOOK);
  }

  private static Stream<Action> backToWork(Snapshot snapshot, List<WorkloadView> mine) {
    var back = mine.stream().flatMap(view -> backToWork(snapshot, view).stream()).toList();
    return back.isEmpty()
        ? Stream.empty()
        : Stream.concat(Stream.of(new Action.KeepMigration()), back.stream());
  }

  /** Nothing that is deleted waits until all can come back. */
  private static Optional<Action> backToWork(Snapshot snapshot, WorkloadView view) {
    if (view.obstacle().isEmpty()) {
      return view.standStill().map(seen -> new Action.BringBack(view.workload(), seen));
    }
    return view.standStill()
        .filter(_ -> snapshot.isBeingDeleted())
        .map(seen -> new Action.LeaveStopped(view.workload(), seen));
  }

  private static @Nullable String staysBecause(WorkloadView view) {
    return view.obstacle().map("stays stopped: %s"::formatted).orElse(null);
  }

  /** Who keeps the Migration starts its run, or is about to. */
  private static boolean needsStandstill(Verdict next) {
    return next.status().runUnderWay()
        || next.actions().stream().anyMatch(Action.KeepMigration.class::isInstance);
  }

  private static Stream<WorkloadView> asked(Snapshot snapshot) {
    return snapshot.workloads().stream()
        .filter(view -> view.exists() && snapshot.spec().quiesce().contains(view.workload()));
  }

  private static String words(Stream<Workload> workloads) {
    return workloads.map(Workload::words).collect(Collectors.joining(", "));
  }

  private static String owner(Snapshot snapshot) {
    return StandStill.owner(snapshot.migration());
  }
}
