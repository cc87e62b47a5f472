package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Smoke;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.decide.FollowUpRun.Turn;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to do about smoke: it waits for the rollout, and is then run once for each verified run and
 * each state of its checks.
 *
 * @param status of the Migration, as it is going to be
 * @param main its run, which is verified
 */
record SmokeRules(Snapshot snapshot, Smoke smoke, MigrationStatus status, Run main) {

  /** What is known of it next, and what is to be done for that. */
  FollowUpRules.Next<SmokeResult> next() {
    var known = known();
    if (known != null && known.isOver()) {
      return FollowUpRules.Next.of(known);
    }
    var run = known == null ? null : known.run();
    return run == null ? afterTheRollout() : of(new FollowUpRun(snapshot, Part.SMOKE).follow(run));
  }

  /** What is known of these checks after this run; null if that is nothing. */
  private @Nullable SmokeResult known() {
    var known = status.smoke();
    return known != null && known.of().equals(main.id()) && known.checks().equals(digest())
        ? known
        : null;
  }

  private String digest() {
    var checks = SpecDraft.of(snapshot.spec().database()).smoke(smoke).spec();
    return ContentDigest.ofTexts(SpecReader.write(checks)).substring(0, 8);
  }

  private FollowUpRules.Next<SmokeResult> afterTheRollout() {
    var rollout = GatedRollout.of(snapshot, status);
    return switch (rollout.state()) {
      case DONE -> begin();
      case GOING_ON ->
          FollowUpRules.Next.of(
              result(
                  null,
                  Reason.WAITING_FOR_ROLLOUT,
                  "Smoke waits for the rollout: " + rollout.words() + ".",
                  null));
      case FAILED ->
          FollowUpRules.Next.of(
              result(
                  SmokeResult.FAILED,
                  Reason.ROLLOUT_FAILED,
                  "The rollout has failed: %s. The gate stays open, and smoke was not started. Correct the Deployment; to have it looked at again, set the annotation drawbridge.dev/retry."
                      .formatted(rollout.words()),
                  null));
    };
  }

  private FollowUpRules.Next<SmokeResult> begin() {
    var id = RunPlan.idOfChecks(snapshot.uid(), main, Part.SMOKE, digest());
    var deadline = snapshot.now().plus(snapshot.spec().limits().deadlineOrDefault());
    return switch (new FollowUpRun(snapshot, Part.SMOKE).begin(id, main, deadline)) {
      case Turn.Waits(var reason, var why) ->
          new FollowUpRules.Next<>(
              result(null, reason, why, null),
              List.of(),
              Optional.of(FollowUpRun.beforeAnotherTry()));
      case Turn.Is begun -> of(begun);
    };
  }

  private FollowUpRules.Next<SmokeResult> of(Turn.Is turn) {
    var run = turn.run();
    return new FollowUpRules.Next<>(
        run.underWay() ? result(null, Reason.RUNNING, turn.message(), run) : ended(run),
        turn.actions(),
        turn.lookAgain());
  }

  private SmokeResult ended(Run run) {
    var message = String.valueOf(run.message());
    if (run.succeeded()) {
      return result(SmokeResult.PASSED, Reason.SMOKE_PASSED, message, run);
    }
    var reason = Reason.of(Objects.requireNonNullElse(run.reason(), ""));
    return FollowUpRun.isSaidByACheck(run)
        ? result(SmokeResult.FAILED, reason, message, run)
        : result(SmokeResult.UNKNOWN, reason, message, run);
  }

  private SmokeResult result(
      @Nullable String outcome, Reason reason, String message, @Nullable Run run) {
    return new SmokeResult(main.id(), digest(), outcome, reason.word(), message, run);
  }
}
