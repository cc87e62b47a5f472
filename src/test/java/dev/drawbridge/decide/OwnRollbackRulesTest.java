package dev.drawbridge.decide;

import static dev.drawbridge.decide.FollowUpScene.begun;
import static dev.drawbridge.decide.FollowUpScene.ended;
import static dev.drawbridge.decide.FollowUpScene.monitor;
import static dev.drawbridge.decide.FollowUpScene.smoke;
import static dev.drawbridge.decide.FollowUpScene.undone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.OnFailure;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RollbackTemplate;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnRollbackRulesTest {

  private static Optional<Action.MakeRollback> made(Verdict verdict) {
    return verdict.actions().stream()
        .filter(Action.MakeRollback.class::isInstance)
        .map(Action.MakeRollback.class::cast)
        .findFirst();
  }

  private static Snapshots smokeEnded(Exit exit, Reason reason) {
    var snapshots = Snapshots.aVerifiedRun().spec(undone(smoke()));
    return ended(begun(snapshots, snapshots.decide()), exit, reason);
  }

  @Test
  void failedSmokeMakesOneRollbackAndNoOtherOne() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);

    var verdict = failed.decide();

    var make = made(verdict).orElseThrow();
    assertThat(make.name()).isEqualTo("orders-back-" + failed.runId());
    assertThat(make.spec().migration()).isEqualTo("orders");
    assertThat(make.spec().undo()).isEqualTo(new RollbackSpec.Undo("6"));
    assertThat(make.spec().reason()).startsWith("Smoke has failed after run " + failed.runId());
    assertThat(Objects.requireNonNull(verdict.status().ownRollback()).name())
        .isEqualTo(make.name());
    assertThat(made(failed.with(verdict).decide())).isEmpty();
  }

  @Test
  void nothingIsMadeBeforeTheFailureIsRecorded() {
    var snapshots = Snapshots.aVerifiedRun().spec(undone(smoke()));
    begun(snapshots, snapshots.decide());

    var verdict =
        FollowUpScene.seenToEnd(snapshots, Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED).decide();

    assertThat(smoke(verdict.status()).failed()).isTrue();
    assertThat(made(verdict)).isEmpty();
  }

  @Test
  void whoCouldNotLookMakesNone() {
    assertThat(made(smokeEnded(Exit.UNREACHABLE, Reason.UNREACHABLE).decide())).isEmpty();
    assertThat(made(smokeEnded(Exit.VERIFIED, Reason.VERIFIED).decide())).isEmpty();
  }

  @Test
  void runThatHasAppliedNothingMakesNone() {
    var failed = Snapshots.aFailedRun().spec(undone(smoke()));

    assertThat(OwnRollbackRules.hasChanged(failed.look().lastRun().orElseThrow())).isFalse();
    assertThat(made(failed.decide())).isEmpty();
  }

  private static Snapshots verificationFailed(int applied) {
    var closing =
        new Closing(
            Exit.VERIFICATION_FAILED,
            Reason.VERIFICATION_FAILED,
            "Check seven items: found 6.",
            "6",
            "7",
            applied,
            0,
            null,
            null);
    return Snapshots.anEndedRun(
            Exit.VERIFICATION_FAILED.code(), Views.report(Views.closing(1, closing)))
        .spec(undone(UnaryOperator.identity()));
  }

  @Test
  void failedVerificationOfWhatWasAppliedMakesOne() {
    var make = made(verificationFailed(1).decide()).orElseThrow();

    assertThat(make.spec().reason()).contains("Check seven items: found 6.");
    assertThat(made(verificationFailed(0).decide())).isEmpty();
  }

  @Test
  void brokenMonitorMakesOneAndNothingIsLookedAtAnyMore() {
    var snapshots = Snapshots.aVerifiedRun().spec(undone(monitor()));
    snapshots.with(snapshots.decide());
    for (var look = 0; look < 3; look++) {
      assertThat(made(snapshots.decide())).isEmpty();
      begun(snapshots.later(Duration.ofMinutes(15)), snapshots.decide());
      ended(snapshots, Exit.VERIFICATION_FAILED, Reason.LOOK_FAILED).followUps(List.of());
    }

    var verdict = snapshots.later(Duration.ofMinutes(15)).decide();

    VerdictAssert.assertThat(verdict).as("although a look is due").does("MakeRollback");
    assertThat(made(verdict).orElseThrow().spec().reason()).startsWith("3 looks in a row");
    VerdictAssert.assertThat(snapshots.with(verdict).later(Duration.ofDays(1)).decide())
        .doesNothing();
  }

  @Test
  void refusedOneIsTriedAgainUntilItIsMade() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);

    var refused = MigrationRules.refused(failed.look(), "no quota for rollbacks");

    assertThat(Objects.requireNonNull(refused.status().ownRollback()).refused())
        .isEqualTo("no quota for rollbacks");
    assertThat(refused.status().phase()).isEqualTo(Phase.VERIFIED);
    assertThat(refused.lookAgain()).contains(Duration.ofSeconds(30));
    var again = failed.with(refused).decide();
    assertThat(made(again)).isPresent();
    assertThat(Objects.requireNonNull(again.status().ownRollback()).refused()).isNull();
  }

  @Test
  void rollbackThatFailsLeadsToNoOtherOne() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);
    var name = made(failed.decide()).orElseThrow().name();
    var back = RollbackDraft.aRollback(name).createdAt(failed.look().now().toString());

    var takenBack = failed.rollbacks(back.make()).decide();
    assertThat(made(takenBack)).as("the process died before it could say so").isEmpty();

    var undone =
        failed
            .with(takenBack)
            .rollbacks(
                back.status(
                        new RollbackStatus(
                            null, Phase.FAILED, List.of(), null, null, List.of(), null, List.of()))
                    .make())
            .later(Duration.ofSeconds(9));
    var after = undone.decide();
    assertThat(after.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(made(after)).isEmpty();
    assertThat(made(undone.with(after).decide())).isEmpty();
  }

  /** The annotation came after the failure, so it asks for a run after the way back. */
  @Test
  void retryThatIsSetWhileItIsMadeIsHonouredAfterIt() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);
    var making = failed.decide();
    var back =
        RollbackDraft.aRollback(made(making).orElseThrow().name())
            .createdAt(failed.look().now().toString());
    var retried = failed.with(making).inputs("digest-of-the-retry");

    var closed = retried.rollbacks(back.make()).decide();
    assertThat(closed.status().isBeingTakenBack()).isTrue();
    var done =
        retried
            .with(closed)
            .rollbacks(
                back.status(
                        new RollbackStatus(
                            null,
                            Phase.ROLLED_BACK,
                            List.of(),
                            null,
                            null,
                            List.of(),
                            null,
                            List.of()))
                    .make());

    var recorded = done.with(done.decide());
    assertThat(recorded.decide().actions()).anyMatch(Action.StartRun.class::isInstance);
    assertThat(recorded.inputs("digest-a").decide().actions())
        .noneMatch(Action.StartRun.class::isInstance);
  }

  /** The operator saw the annotation before it saw its own Rollback. */
  @Test
  void runThatWasAskedForMeanwhileIsNotTakenBackForTheOneBeforeIt() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);
    var failedRun = failed.runId();
    var making = failed.decide();
    var back =
        RollbackDraft.aRollback(made(making).orElseThrow().name())
            .createdAt(failed.look().now().toString());
    var retried = failed.with(making).inputs("digest-of-the-retry");
    var running = retried.with(retried.decide());

    var verdict = BackScene.of(back, running.look().migration()).decide();

    VerdictAssert.assertThat(verdict)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.NOTHING_TO_ROLL_BACK)
        .says("It was made because of run " + failedRun + ", and run ");
  }

  @Test
  void whoeverIsRollingBackAlreadyIsNotHelped() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);

    var verdict = failed.rollbacks(RollbackDraft.aRollback("by-hand").make()).decide();

    assertThat(made(verdict)).isEmpty();
    assertThat(verdict.status().isBeingTakenBack()).isTrue();
  }

  @Test
  void oneThatIsAboutToBeRefusedComesToItsEndFirst() {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);

    var verdict = failed.rollbacks(RollbackDraft.aRollback("by-hand").undoing("9").make()).decide();

    assertThat(verdict.status().phase()).isEqualTo(Phase.VERIFIED);
    assertThat(made(verdict)).isEmpty();
  }

  @Test
  void longNameLeavesRoomForTheRun() {
    assertThat(OwnRollbackRules.name("m".repeat(63), "12345678"))
        .hasSize(63)
        .endsWith("m-back-12345678");
  }

  @Test
  void backupThatIsPutBackIsThatOfTheRunUnlessAnotherOneIsNamed() {
    var run = Snapshots.aVerifiedRun().runId();

    assertThat(restored(null)).isEqualTo(run);
    assertThat(restored("12345678")).isEqualTo("12345678");
  }

  private static String restored(@Nullable String named) {
    var failed = smokeEnded(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED);
    var template =
        new RollbackTemplate(
            null, null, null, new RollbackSpec.Restore(named), null, null, null, List.of());
    failed.spec(draft -> smoke().apply(draft).onFailure(OnFailure.ROLLBACK).rollback(template));
    var restore = made(failed.decide()).orElseThrow().spec().restore();
    return Objects.requireNonNull(Objects.requireNonNull(restore).run());
  }
}
