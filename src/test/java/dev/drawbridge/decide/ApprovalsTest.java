package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.VerdictAssert.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Guardrails.Destructive;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan is carried out when all who must have approved of it have, and no other one. */
class ApprovalsTest {

  private static final String DIGEST = "5be0";

  private static RunPlan started(Verdict verdict) {
    return verdict.actions().stream()
        .filter(Action.StartRun.class::isInstance)
        .map(action -> ((Action.StartRun) action).plan())
        .findFirst()
        .orElseThrow();
  }

  /** {@code migration} after its first run, which was to plan only, has ended. */
  private static Snapshots planned(Snapshots migration, int pending, int losing) {
    var plan = migration.decide();
    var run = started(plan);
    assertThat(run.planOnly()).isTrue();
    return recorded(
        migration
            .with(plan)
            .jobs(Views.job(plan))
            .later(Duration.ofSeconds(9))
            .pods(
                Views.ended(
                    Views.pod("pod-1", run.run()), Exit.PLANNED.code(), report(pending, losing))));
  }

  /** What a runner says that was to plan only. */
  private static String report(int pending, int losing) {
    var plan = new PlanSummary(DIGEST, "6", "7", pending, 0, losing, List.of(), null);
    var closing =
        new Closing(Exit.PLANNED, Reason.PLANNED, "Planned only.", "6", "6", 0, 0, null, null);
    return Views.report(
        Views.event(1, "preflight", RunEvent.State.FOUND, "plan", null).with(plan),
        Views.closing(2, closing));
  }

  /** After the outcome has been recorded, and what it left is gone. */
  private static Snapshots recorded(Snapshots ended) {
    return ended.with(ended.decide()).jobs().pods();
  }

  static Snapshots planned(String... names) {
    return planned(aMigration().approval(names), 1, 0);
  }

  private static Snapshots signed(Snapshots migration, String end, String digest, String user) {
    return migration
        .annotation("drawbridge.dev/approve" + end, digest)
        .annotation("drawbridge.dev/approved-by" + end, user);
  }

  private static void waits(Snapshots migration) {
    assertThat(migration.decide())
        .doesNothing()
        .is(Phase.AWAITING_APPROVAL, null, Reason.AWAITING_APPROVAL)
        .isNot("Ready")
        .isNot("Verified");
  }

  private static String message(Snapshots migration) {
    return requireNonNull(migration.decide().status().conditions().getFirst().message());
  }

  @Test
  void firstRunOnlyPlansAndVerifiesNothing() {
    var planned = planned();

    waits(planned);
    var status = planned.decide().status();
    assertThat(status.verified()).isNull();
    assertThat(requireNonNull(status.run()).outcome()).isEqualTo(Run.PLANNED);
    assertThat(message(planned))
        .isEqualTo(
            "The plan waits for approval: 1 script from 6 to 7. Read it in status.plan; who approves of it runs"
                + " kubectl annotate migration orders -n shop --overwrite drawbridge.dev/approve=5be0");
  }

  @Test
  void whoWaitsForThePlannedRunIsNotToldThatItHasFailed() {
    var status = planned().decide().status();

    assertThat(Standing.of(new Need("orders", new Ask.Schema("7")), status))
        .startsWith("nothing is verified yet; the plan of run ")
        .endsWith(" waits for approval");
  }

  @Test
  void approvedPlanIsCarriedOutAndItIsKnownByWhom() {
    var approved = signed(planned(), "", DIGEST, "alice");

    var plan = started(approved.decide());

    assertThat(plan.planOnly()).isFalse();
    assertThat(plan.consent()).contains(new Consent(DIGEST, "alice"));
    assertThat(requireNonNull(approved.decide().status().run()).approvedBy()).isEqualTo("alice");
  }

  @Test
  void approvalOfAnotherPlanDoesNotCount() {
    var other = signed(planned(), "", "0000", "alice");

    waits(other);
    assertThat(message(other)).contains("drawbridge.dev/approve is of another plan.");
  }

  @Test
  void approvalThatNobodyStandsForDoesNotCount() {
    var anonymous = planned().annotation("drawbridge.dev/approve", DIGEST);

    waits(anonymous);
    assertThat(message(anonymous))
        .contains("does not count without drawbridge.dev/approved-by, which tells who has set it.");
  }

  @Test
  void allWhoAreNamedMustApprove() {
    var one = signed(planned("dba", "ops"), ".ops", DIGEST, "bob");
    waits(one);
    assertThat(message(one)).contains("waits for approval by dba (approved by bob as ops)");

    var both = signed(one, ".dba", DIGEST, "alice");

    assertThat(started(both.decide()).consent())
        .contains(new Consent(DIGEST, "alice as dba, bob as ops"));
  }

  @Test
  void approvalWithoutANameIsNoneWhereNamesAreAskedFor() {
    waits(signed(planned("dba"), "", DIGEST, "alice"));
  }

  @Test
  void nobodyIsAskedToApproveOfNothing() {
    var nothing = planned(aMigration().approval(), 0, 0);

    assertThat(started(nothing.decide()).consent()).contains(new Consent(DIGEST, ""));
  }

  @Test
  void whatHasChangedSinceIsPlannedAnew() {
    var refused = signed(planned(), "", DIGEST, "alice");
    var start = refused.decide();
    recorded(
        refused
            .with(start)
            .jobs(Views.job(start))
            .later(Duration.ofSeconds(9))
            .pods(
                Views.ended(
                    Views.pod("pod-2", started(start).run()),
                    Exit.REFUSED.code(),
                    Views.ended(Exit.REFUSED, Reason.PLAN_CHANGED))));

    assertThat(started(refused.decide()).planOnly()).isTrue();
  }

  @Test
  void otherInputsArePlannedAnewWhateverWasApproved() {
    var other = signed(planned(), "", DIGEST, "alice").inputs("digest-b");

    assertThat(started(other.decide()).planOnly()).isTrue();
  }

  /** Nothing was applied, so the new plan has the digest of the old one. */
  @Test
  void approvalOfTheSamePlanStillHoldsWhenItIsTriedAgain() {
    var approved = signed(planned(), "", DIGEST, "alice");
    var verdict = approved.decide();
    var run = started(verdict);
    var failed =
        recorded(
            approved
                .with(verdict)
                .jobs(Views.job(verdict))
                .later(Duration.ofSeconds(9))
                .pods(
                    Views.ended(
                        Views.pod("pod-2", run.run()),
                        Exit.PREFLIGHT_FAILED.code(),
                        Views.ended(Exit.PREFLIGHT_FAILED, Reason.PREFLIGHT_FAILED))));
    var retried = failed.inputs("digest-b");
    assertThat(started(retried.decide()).planOnly()).isTrue();

    var again = started(planned(retried, 1, 0).decide());

    assertThat(again.planOnly()).isFalse();
    assertThat(again.consent()).contains(new Consent(DIGEST, "alice"));
  }

  @Test
  void planThatFailsIsAFailedRunAndNotRepeated() {
    var migration = aMigration().approval();
    var plan = migration.decide();
    recorded(
        migration
            .with(plan)
            .jobs(Views.job(plan))
            .later(Duration.ofSeconds(9))
            .pods(
                Views.ended(
                    Views.pod("pod-1", started(plan).run()),
                    Exit.REFUSED.code(),
                    Views.ended(Exit.REFUSED, Reason.CHECKSUM_CHANGED))));

    assertThat(migration.decide())
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.CHECKSUM_CHANGED);
  }

  @Test
  void planThatTellsNothingIsAFailedRunAndNotRepeated() {
    var migration = aMigration().approval();
    var plan = migration.decide();
    recorded(
        migration
            .with(plan)
            .jobs(Views.job(plan))
            .later(Duration.ofSeconds(9))
            .pods(
                Views.ended(
                    Views.pod("pod-1", started(plan).run()),
                    Exit.PLANNED.code(),
                    Views.ended(Exit.PLANNED, Reason.PLANNED))));

    assertThat(migration.decide()).doesNothing().is(Phase.FAILED, "Stalled", Reason.PLANNED);
  }

  @Test
  void planIsCarriedOutWhenNobodyHasToBeAskedAnyMore() {
    var plan = started(planned().spec(draft -> draft.approval(null).approvals(List.of())).decide());

    assertThat(plan.planOnly()).isFalse();
    assertThat(plan.consent()).isEmpty();
  }

  @Test
  void lossOfDataIsAskedForOnlyWhereThereIsSome() {
    var losing = planned(aMigration().destructive(Destructive.APPROVE), 1, 2);
    waits(losing);
    assertThat(message(losing)).contains("1 script from 6 to 7, data is lost in 2 places.");

    var harmless = planned(aMigration().destructive(Destructive.APPROVE), 1, 0);

    assertThat(started(harmless.decide()).consent()).contains(new Consent(DIGEST, ""));
  }

  @Test
  void whoWaitsForApprovalTakesNoPlaceInTheQueue() {
    assertThat(planned().decide().status().queuedSince()).isNull();
  }
}
