package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.MonitorResult;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do beside a Migration's run: after a verified one smoke, and after that the monitor. Of
 * both, one run at a time is under way; it is stopped where something else is to be done to the
 * database.
 */
final class FollowUpRules {

  private FollowUpRules() {}

  /**
   * What is known of one of them next.
   *
   * @param lookAgain after how long time alone may change it
   */
  record Next<T>(@Nullable T result, List<Action> actions, Optional<Duration> lookAgain) {

    static <T> Next<T> of(@Nullable T result) {
      return new Next<>(result, List.of(), Optional.empty());
    }
  }

  /** {@code verdict} on the Migration's run, with what follows beside it. */
  static Verdict beside(Snapshot snapshot, Verdict verdict) {
    if (isNothing(snapshot) || snapshot.isBeingDeleted()) {
      return verdict;
    }
    var status = verdict.status();
    var smoke = smoke(snapshot, status);
    var monitor = monitor(snapshot, status, smoke.result());
    var followed = status.with(smoke.result(), monitor.result(), status.conditions());
    var actions =
        Stream.of(
                verdict.actions(),
                new FollowUpJobs(snapshot, followed).actions(),
                smoke.actions(),
                monitor.actions())
            .flatMap(List::stream)
            .toList();
    return new Verdict(
        Health.in(followed, snapshot),
        actions,
        Stream.of(verdict.lookAgain(), smoke.lookAgain(), monitor.lookAgain())
            .flatMap(Optional::stream)
            .min(Duration::compareTo));
  }

  private static boolean isNothing(Snapshot snapshot) {
    var status = snapshot.status();
    return snapshot.spec().smoke() == null
        && snapshot.spec().monitor() == null
        && status.smoke() == null
        && status.monitor() == null
        && snapshot.followUps().jobs().isEmpty();
  }

  /** What another run of the same Migration waits for first; empty if nothing is in its way. */
  static Optional<String> blocker(Snapshot snapshot) {
    return snapshot
        .status()
        .followUpUnderWay()
        .map(run -> "Waits for run %s, which only checks, to be stopped.".formatted(run.id()));
  }

  private static Next<SmokeResult> smoke(Snapshot snapshot, MigrationStatus status) {
    var known = status.smoke();
    var run = known == null ? null : known.run();
    if (run != null && run.underWay() && !isWanted(snapshot, status, snapshot.spec().smoke())) {
      var turn = new FollowUpRun(snapshot, Part.SMOKE).stop(run);
      return new Next<>(turn.run().underWay() ? known : null, turn.actions(), turn.lookAgain());
    }
    var smoke = snapshot.spec().smoke();
    return smoke != null && isWanted(snapshot, status, smoke)
        ? new SmokeRules(snapshot, smoke, status, run(status)).next()
        : Next.of(known);
  }

  private static Next<MonitorResult> monitor(
      Snapshot snapshot, MigrationStatus status, @Nullable SmokeResult smoke) {
    var known = status.monitor();
    var monitor = snapshot.spec().monitor();
    if (known != null && known.underWay() && !isWanted(snapshot, status, monitor)) {
      return stopped(snapshot, known);
    }
    var isItsTurn =
        snapshot.spec().smoke() == null
            || (smoke != null && smoke.passed())
            || (known != null && known.underWay());
    return monitor != null && isItsTurn && isWanted(snapshot, status, monitor)
        ? new MonitorRules(snapshot, monitor, status, run(status)).next()
        : Next.of(known);
  }

  private static Next<MonitorResult> stopped(Snapshot snapshot, MonitorResult known) {
    var turn = new FollowUpRun(snapshot, Part.MONITOR).stop(run(known));
    return new Next<>(
        turn.run().underWay() ? known : known.withoutLook(next(snapshot)),
        turn.actions(),
        turn.lookAgain());
  }

  private static @Nullable Instant next(Snapshot snapshot) {
    var monitor = snapshot.spec().monitor();
    return monitor == null ? null : snapshot.now().plus(monitor.everyOrLonger());
  }

  private static Run run(MonitorResult known) {
    return Optional.ofNullable(known.run()).orElseThrow();
  }

  private static Run run(MigrationStatus status) {
    return Optional.ofNullable(status.run()).orElseThrow();
  }

  /**
   * Whether what {@code status} says is verified is to be looked at, and nothing else is to be done
   * to the database.
   */
  private static boolean isWanted(
      Snapshot snapshot, MigrationStatus status, @Nullable Record asked) {
    var verified = status.verified();
    var run = status.run();
    return asked != null
        && status.phase() == Phase.VERIFIED
        && status.quiesced().isEmpty()
        && verified != null
        && run != null
        && verified.run().equals(run.id())
        && !OwnRollbackRules.isMadeFor(run, status)
        && !OwnRollbackRules.isDue(snapshot, status)
        && TakingBack.next(snapshot.rollbacks()).isEmpty();
  }
}
