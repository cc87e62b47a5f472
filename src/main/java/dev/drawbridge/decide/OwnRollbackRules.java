package dev.drawbridge.decide;

import dev.drawbridge.api.RollbackTemplate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.OwnRollback;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the operator makes a Rollback by itself: once for a run, after a failure that is recorded
 * and is known to have left something changed.
 */
final class OwnRollbackRules {

  private static final int LONGEST_NAME = 63;

  /**
   * Of these people know more than what was counted: somebody stopped it, or nobody saw its end.
   */
  private static final Set<Reason> NOT_ITS_OWN_FAILURE =
      EnumSet.of(
          Reason.CANCELLED,
          Reason.INTERRUPTED,
          Reason.CRASHED,
          Reason.LOST,
          Reason.INTERNAL_ERROR,
          Reason.UNKNOWN);

  private OwnRollbackRules() {}

  /** Whether one was made because of {@code run}. */
  static boolean isMadeFor(Run run, MigrationStatus status) {
    var made = status.ownRollback();
    return made != null && made.run().equals(run.id()) && made.refused() == null;
  }

  /** Whether {@code run}, which has failed, is known to have left something changed. */
  static boolean hasChanged(Run run) {
    return run.applied() == null
        ? run.timeline().stream().anyMatch(entry -> entry.state().equals(State.APPLIED.word()))
        : run.applied() > 0;
  }

  /** Whether one is to be made now, so that nothing else is begun. */
  static boolean isDue(Snapshot snapshot, MigrationStatus status) {
    return why(snapshot, status).isPresent();
  }

  /** {@code verdict}, with the Rollback beside it that is due. */
  static Verdict beside(Snapshot snapshot, Verdict verdict) {
    var template = snapshot.spec().ownRollback();
    var run = verdict.status().run();
    return template == null || run == null
        ? verdict
        : why(snapshot, verdict.status())
            .map(why -> making(template, run, why, snapshot, verdict))
            .orElse(verdict);
  }

  /** What one is to be made for now; empty if none is. */
  private static Optional<String> why(Snapshot snapshot, MigrationStatus status) {
    return Optional.ofNullable(status.run())
        .filter(run -> snapshot.spec().ownRollback() != null && mayBeMade(snapshot, status, run))
        .flatMap(run -> cause(snapshot.status(), run));
  }

  private static boolean mayBeMade(Snapshot snapshot, MigrationStatus status, Run run) {
    var back = status.takenBack();
    return !snapshot.isBeingDeleted()
        && (status.phase() == Phase.VERIFIED || status.phase() == Phase.FAILED)
        && !isMadeFor(run, status)
        && (back == null || run.startedAt().isAfter(back.at()))
        && TakingBack.next(snapshot.rollbacks()).isEmpty();
  }

  /** What has failed, as it is recorded; empty if nothing has, or nothing was changed. */
  private static Optional<String> cause(MigrationStatus recorded, Run run) {
    return Stream.of(ofRun(recorded, run), ofSmoke(recorded, run), ofMonitor(recorded, run))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> ofRun(MigrationStatus recorded, Run run) {
    return Optional.ofNullable(recorded.run())
        .filter(one -> one.id().equals(run.id()) && !one.underWay() && !one.succeeded())
        .filter(one -> !NOT_ITS_OWN_FAILURE.contains(reason(one.reason())))
        .filter(OwnRollbackRules::hasChanged)
        .map(one -> "Run %s has failed: %s".formatted(one.id(), one.message()));
  }

  private static Optional<String> ofSmoke(MigrationStatus recorded, Run run) {
    return Optional.ofNullable(recorded.smoke())
        .filter(smoke -> smoke.of().equals(run.id()))
        .filter(SmokeResult::failed)
        .map(smoke -> "Smoke has failed after run %s: %s".formatted(run.id(), smoke.message()));
  }

  private static Optional<String> ofMonitor(MigrationStatus recorded, Run run) {
    return Optional.ofNullable(recorded.monitor())
        .filter(monitor -> monitor.of().equals(run.id()) && monitor.failed())
        .map(monitor ->
            "%d looks in a row have failed after run %s. The last: %s"
                .formatted(monitor.failures(), run.id(), monitor.results().getFirst().message()));
  }

  private static Reason reason(@Nullable String word) {
    return Reason.of(Objects.requireNonNullElse(word, ""));
  }

  private static Verdict making(
      RollbackTemplate template, Run run, String why, Snapshot snapshot, Verdict verdict) {
    var name = name(snapshot.name(), run.id());
    var make = new Action.MakeRollback(name, run.id(), template.of(snapshot.name(), run.id(), why));
    var made = new OwnRollback(run.id(), name, why, snapshot.now(), null);
    return new Verdict(
        verdict.status().with(made),
        Stream.concat(verdict.actions().stream(), Stream.of(make)).toList(),
        verdict.lookAgain());
  }

  /** It follows from the run: whoever makes it a second time finds it there. */
  static String name(String migration, String run) {
    var end = "-back-" + run;
    var room = LONGEST_NAME - end.length();
    return migration.substring(0, Math.min(room, migration.length())) + end;
  }

  /** What {@code decided} means if the API server refuses the Rollback; empty if it makes none. */
  static Optional<Verdict> refused(Verdict decided, String why) {
    var made = decided.status().ownRollback();
    return decided.actions().stream()
            .filter(Action.MakeRollback.class::isInstance)
            .findFirst()
            .isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(made)
            .map(one -> new OwnRollback(one.run(), one.name(), one.message(), one.at(), why))
            .map(one -> Verdict.of(decided.status().with(one)));
  }
}
