package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was decided, and then could not be begun: how things stand instead. */
final class NotBegun {

  private static final Duration BEFORE_A_REFUSED_ONE_IS_TRIED_AGAIN = Duration.ofSeconds(30);

  private NotBegun() {}

  /** The API server refuses what {@code decided} was to make. It may be a quota. */
  static Verdict refused(Snapshot snapshot, Verdict decided, String message) {
    var why = "The API server refuses the run's Job: " + message + standsStill(snapshot);
    return followUp(snapshot, decided, Reason.JOB_REFUSED, why, BEFORE_A_REFUSED_ONE_IS_TRIED_AGAIN)
        .or(() -> OwnRollbackRules.refused(decided, message))
        .orElseGet(() ->
            Verdict.of(
                StatusDraft.of(snapshot)
                    .stands(Phase.PENDING, Outlook.STUCK, Reason.JOB_REFUSED, why)
                    .write()))
        .lookingAgainAfter(BEFORE_A_REFUSED_ONE_IS_TRIED_AGAIN);
  }

  /** It is tried again and again, so nothing is brought back in between only to be stopped anew. */
  private static String standsStill(Snapshot snapshot) {
    var owner = StandStill.owner(snapshot.migration());
    var stopped =
        snapshot.workloads().stream()
            .filter(view -> view.isStoppedFor(owner))
            .map(view -> view.workload().words())
            .collect(Collectors.joining(", "));
    return stopped.isEmpty()
        ? ""
        : " Until it is accepted, this stays stopped: %s. Set spec.suspend to true to bring it back."
            .formatted(stopped);
  }

  /** Another run took the place between the look and the act. */
  static Verdict overtaken(Snapshot snapshot, Verdict decided, String by) {
    var pause = FollowUpRun.beforeAnotherTry();
    return followUp(snapshot, decided, Reason.QUEUED, by, pause)
        .map(waiting -> waiting.lookingAgainAfter(pause))
        .orElseGet(() -> MigrationRules.queued(snapshot, by));
  }

  /** Empty if it was no run that only checks. */
  private static Optional<Verdict> followUp(
      Snapshot snapshot, Verdict decided, Reason reason, String why, Duration pause) {
    return decided.actions().stream()
        .flatMap(action ->
            action instanceof Action.StartRun(var plan) ? plan.checksOnly().stream() : Stream.of())
        .findFirst()
        .map(part ->
            Verdict.of(
                Health.in(
                    part == Part.SMOKE
                        ? smokeWaits(decided.status(), reason, why)
                        : lookWaits(decided.status(), snapshot, pause),
                    snapshot)));
  }

  private static MigrationStatus smokeWaits(MigrationStatus status, Reason reason, String why) {
    return status.with(waiting(status.smoke(), reason, why), status.monitor(), status.conditions());
  }

  private static @Nullable SmokeResult waiting(
      @Nullable SmokeResult known, Reason reason, String why) {
    return known == null
        ? null
        : new SmokeResult(known.of(), known.checks(), null, reason.word(), why, null);
  }

  private static MigrationStatus lookWaits(
      MigrationStatus status, Snapshot snapshot, Duration pause) {
    var known = status.monitor();
    return status.with(
        status.smoke(),
        known == null ? null : known.withoutLook(snapshot.now().plus(pause)),
        status.conditions());
  }
}
