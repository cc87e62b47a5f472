package dev.drawbridge.decide;

import static dev.drawbridge.decide.FollowUpScene.begun;
import static dev.drawbridge.decide.FollowUpScene.ended;
import static dev.drawbridge.decide.FollowUpScene.smoke;
import static dev.drawbridge.decide.FollowUpScene.undone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.OnFailure;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RollbackTemplate;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
            null, null, null, new RollbackSpec.Restore(named), null, null, List.of());
    failed.spec(draft -> smoke().apply(draft).onFailure(OnFailure.ROLLBACK).rollback(template));
    var restore = made(failed.decide()).orElseThrow().spec().restore();
    return Objects.requireNonNull(Objects.requireNonNull(restore).run());
  }
}
