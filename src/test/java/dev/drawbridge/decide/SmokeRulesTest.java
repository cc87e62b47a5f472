package dev.drawbridge.decide;

import static dev.drawbridge.decide.FollowUpScene.begun;
import static dev.drawbridge.decide.FollowUpScene.ended;
import static dev.drawbridge.decide.FollowUpScene.health;
import static dev.drawbridge.decide.FollowUpScene.seenToEnd;
import static dev.drawbridge.decide.FollowUpScene.smoke;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Smoke;
import dev.drawbridge.api.Workload;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.RolloutState.State;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmokeRulesTest {

  private static Snapshots verified() {
    return Snapshots.aVerifiedRun().spec(smoke());
  }

  private static RunPlan plan(Verdict verdict) {
    return verdict.actions().stream()
        .filter(Action.StartRun.class::isInstance)
        .map(action -> ((Action.StartRun) action).plan())
        .findFirst()
        .orElseThrow();
  }

  private static DeploymentView deployment(
      String schema, @Nullable String held, State state, String words) {
    return new DeploymentView(
        "Deployment",
        "shop",
        "api",
        "uid-api",
        new Need("orders", new Ask.Schema(schema)),
        Optional.ofNullable(held),
        Optional.empty(),
        new RolloutState(state, words));
  }

  @Test
  void startsRightAfterVerificationWhereNothingIsGated() {
    var verdict = verified().decide();

    VerdictAssert.assertThat(verdict).does("StartRun").is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(plan(verdict).checksOnly()).contains(Part.SMOKE);
    assertThat(plan(verdict).queue()).isEqualTo(RunPlan.NO_QUEUE);
    assertThat(plan(verdict).contents()).isEmpty();
    assertThat(health(verdict.status())).isEqualTo("Unknown Running");
  }

  @Test
  void waitsForWhatStandsStill() {
    var still =
        new WorkloadView(
            new Workload(Workload.Kind.DEPLOYMENT, "api"),
            true,
            Optional.of(StandStill.ofReplicas("migration/orders", "any", 2, Optional.empty())),
            Optional.empty(),
            Optional.empty());

    VerdictAssert.assertThat(verified().workloads(still).decide())
        .does("KeepMigration", "BringBack");
  }

  @ParameterizedTest
  @CsvSource({
    "7, true, DONE, '', 'Smoke waits for the rollout: Deployment api: it is still held.'",
    "7, , GOING_ON, 1 of 2 pods are available, 'Smoke waits for the rollout: Deployment api: 1 of 2 pods are available.'",
  })
  void waitsForWhatWasLetGo(
      String schema, @Nullable String held, State state, String words, String expected) {
    var verdict =
        verified()
            .deployments(deployment(schema, held, state, words == null ? "" : words))
            .decide();

    VerdictAssert.assertThat(verdict).doesNothing();
    assertThat(smoke(verdict.status()).message()).isEqualTo(expected);
    assertThat(smoke(verdict.status()).outcome()).isNull();
    assertThat(health(verdict.status())).isEqualTo("Unknown WaitingForRollout");
  }

  @Test
  void doesNotWaitForWhatAsksForMore() {
    var waiting = deployment("8", "true", State.GOING_ON, "0 of 2");

    VerdictAssert.assertThat(verified().deployments(waiting).decide()).does("StartRun");
  }

  @Test
  void rolloutThatFailsIsFailedSmoke() {
    var failed = deployment("7", null, State.FAILED, "its progress deadline has passed");

    var verdict = verified().deployments(failed).decide();

    VerdictAssert.assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(smoke(verdict.status()).failed()).isTrue();
    assertThat(smoke(verdict.status()).message())
        .contains("Deployment api: its progress deadline has passed. The gate stays open");
    assertThat(health(verdict.status())).isEqualTo("False RolloutFailed");
    var later = verified().with(verdict).deployments(deployment("7", null, State.DONE, ""));
    VerdictAssert.assertThat(later.decide()).doesNothing();
  }

  @Test
  void killedOperatorFindsItsJob() {
    var verdict = verified().decide();
    var job = Views.job(verdict);

    var again = verified().followUps(List.of(job)).later(Duration.ofSeconds(1)).decide();

    VerdictAssert.assertThat(again).doesNothing();
    assertThat(smoke(again.status()).run()).isNotNull();
    assertThat(again.status().followUpUnderWay().orElseThrow().startedAt())
        .isEqualTo(job.createdAt());
  }

  @ParameterizedTest
  @CsvSource({
    "VERIFIED, VERIFIED, Passed, True SmokePassed",
    "VERIFICATION_FAILED, SMOKE_FAILED, Failed, False SmokeFailed",
    "UNREACHABLE, UNREACHABLE, Unknown, Unknown Unreachable",
    "INTERNAL_ERROR, INTERNAL_ERROR, Unknown, Unknown InternalError",
  })
  void outcomeIsRecordedBeforeTheJobIsLetGo(
      Exit exit, Reason reason, String outcome, String health) {
    var snapshots = verified();
    begun(snapshots, snapshots.decide());
    seenToEnd(snapshots, exit, reason);
    if (exit == Exit.UNREACHABLE) {
      snapshots.followUps(
          List.of(Views.failed(snapshots.look().followUps().jobs().getFirst())),
          snapshots.look().followUps().pods().getFirst());
    }

    var recorded = snapshots.decide();
    var letGo = snapshots.with(recorded).decide();

    VerdictAssert.assertThat(recorded).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(smoke(recorded.status()).outcome()).isEqualTo(outcome);
    assertThat(health(recorded.status())).isEqualTo(health);
    VerdictAssert.assertThat(letGo).does("LetJobGo");
    assertThat(letGo.status()).isEqualTo(recorded.status());
  }

  @Test
  void sameSmokeIsNotRunTwiceAndOtherChecksAre() {
    var snapshots = verified();
    begun(snapshots, snapshots.decide());
    ended(snapshots, Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED).followUps(List.of());

    VerdictAssert.assertThat(snapshots.decide()).doesNothing();

    var corrected = new Smoke(List.of(FollowUpScene.health("another")), null);
    var again = snapshots.spec(draft -> draft.smoke(corrected)).edited().decide();
    VerdictAssert.assertThat(again).does("StartRun").is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(plan(again).checksOnly()).contains(Part.SMOKE);
  }

  @Test
  void anotherRunWaitsUntilItIsStoppedAndItIsNotTakenForItsOwn() {
    var snapshots = verified();
    begun(snapshots, snapshots.decide()).inputs("digest-b");

    var stopping = snapshots.decide();

    VerdictAssert.assertThat(stopping)
        .does("DeleteJob")
        .is(Phase.QUEUED, "Reconciling", Reason.QUEUED);
    var gone = snapshots.with(stopping).followUps(List.of());
    var dropped = gone.decide();
    VerdictAssert.assertThat(dropped).doesNothing();
    assertThat(dropped.status().smoke()).isNull();
    VerdictAssert.assertThat(gone.with(dropped).decide()).does("KeepMigration", "StartRun");
  }

  @Test
  void jobThatNobodyKnowsIsRemoved() {
    var snapshots = verified();
    var job = Views.job(snapshots.decide());
    var without = Snapshots.aVerifiedRun().followUps(List.of(job));

    VerdictAssert.assertThat(without.decide()).does("DeleteJob", "LetJobGo");
  }

  @Test
  void waitsForAPlace() {
    var other = new Neighbour("shop/other", "queue", true, "12345678", Instant.EPOCH);

    var verdict = verified().atMost(1).line(other).decide();

    VerdictAssert.assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(smoke(verdict.status()).message()).startsWith("Waits for a place");
    assertThat(verdict.lookAgain()).isPresent();
  }

  @Test
  void nobodyInTheSameQueueIsInItsWay() {
    var queue = Snapshots.aMigration().look().queue();
    var other = new Neighbour("shop/other", queue, true, "12345678", Instant.EPOCH);

    VerdictAssert.assertThat(verified().line(other).decide()).does("StartRun");
  }

  @Test
  void refusedJobIsTriedAgainAndTheMigrationStaysVerified() {
    var snapshot = verified().look();

    var refused = MigrationRules.refused(snapshot, "no quota");
    var overtaken = MigrationRules.overtaken(snapshot, "Waits for a place.");

    VerdictAssert.assertThat(refused).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(smoke(refused.status()).message()).contains("no quota");
    assertThat(health(refused.status())).isEqualTo("Unknown JobRefused");
    assertThat(refused.status().followUpUnderWay()).isEmpty();
    assertThat(refused.lookAgain()).contains(Duration.ofSeconds(30));
    assertThat(smoke(overtaken.status()).message()).isEqualTo("Waits for a place.");
    VerdictAssert.assertThat(verified().with(refused).decide()).does("StartRun");
  }

  @Test
  void nothingIsLookedAtWhileTheMigrationIsBeingDeletedOrFailed() {
    VerdictAssert.assertThat(verified().beingDeleted().decide()).doesNothing();
    var failed = Snapshots.aFailedRun().spec(smoke()).decide();
    VerdictAssert.assertThat(failed).doesNothing();
    assertThat(health(failed.status())).isEqualTo("Unknown ScriptFailed");
  }

  @Test
  void specWithoutItHasNoSuchCondition() {
    assertThat(Snapshots.aVerifiedRun().decide().status().conditions())
        .noneMatch(one -> one.type().equals("Healthy"));
  }
}
