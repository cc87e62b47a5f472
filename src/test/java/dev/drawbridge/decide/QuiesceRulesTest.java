package dev.drawbridge.decide;

import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.Workload;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class QuiesceRulesTest {

  private static final String ME = "migration/orders";
  private static final String RUN = RunPlan.of(Snapshots.aMigration().look()).run();
  private static final Workload API = new Workload(Workload.Kind.DEPLOYMENT, "api");
  private static final Workload NIGHTLY = new Workload(Workload.Kind.CRON_JOB, "nightly");

  private static Snapshots asked(Workload... workloads) {
    return Snapshots.aMigration().quiesce(workloads);
  }

  private static WorkloadView atWork(Workload workload) {
    return view(workload, "", "2 pods", "");
  }

  private static WorkloadView stopping(Workload workload) {
    return view(workload, ME, "1 pod", "");
  }

  private static WorkloadView still(Workload workload) {
    return view(workload, ME, "", "");
  }

  private static WorkloadView view(
      Workload workload, String stoppedFor, String running, String obstacle) {
    return new WorkloadView(
        workload,
        true,
        text(stoppedFor).map(owner -> StandStill.ofReplicas(owner, RUN, 2, Optional.empty())),
        text(running),
        text(obstacle));
  }

  private static Optional<String> text(String words) {
    return Optional.of(words).filter(said -> !said.isEmpty());
  }

  /** After the look that has written down what is going to be stopped. */
  private static Snapshots announced(WorkloadView... seen) {
    var asked = asked(API, NIGHTLY).workloads(atWork(API), atWork(NIGHTLY));
    return asked.with(asked.decide()).finalizer().workloads(seen);
  }

  @Test
  void nothingIsStoppedBeforeItIsWrittenDown() {
    var verdict = asked(API).workloads(atWork(API)).decide();

    assertThat(verdict)
        .does("KeepMigration")
        .is(Phase.QUEUED, "Reconciling", Reason.QUIESCING)
        .says("Stops deployment/api before the run.");
    Assertions.assertThat(verdict.status().quiesced()).containsExactly(API.quiesced(null));
    Assertions.assertThat(verdict.lookAgain()).contains(Duration.ofSeconds(1));
  }

  @Test
  void thenAllAreStoppedInOneOrder() {
    var verdict = announced(atWork(API), atWork(NIGHTLY)).decide();

    Assertions.assertThat(verdict.actions())
        .containsExactly(
            new Action.KeepMigration(),
            new Action.Stop(NIGHTLY, RUN, Optional.empty()),
            new Action.Stop(API, RUN, Optional.empty()));
    assertThat(verdict)
        .is(Phase.QUEUED, "Reconciling", Reason.QUIESCING)
        .says("Stops cronjob/nightly, deployment/api before the run.");
  }

  @Test
  void runWaitsForTheLastPod() {
    var verdict = announced(stopping(API), still(NIGHTLY)).decide();

    assertThat(verdict)
        .does("KeepMigration")
        .is(Phase.QUEUED, "Reconciling", Reason.QUIESCING)
        .says("Waits until this has stopped: deployment/api (1 pod).");
  }

  @Test
  void runStartsWhenAllStandStill() {
    var verdict = announced(still(API), still(NIGHTLY)).decide();

    assertThat(verdict).does("KeepMigration", "StartRun");
    Assertions.assertThat(verdict.status().quiesced()).hasSize(2);
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    assertThat(asked(API).workloads(WorkloadView.missing(API)).decide())
        .does("KeepMigration", "StartRun");
  }

  @Test
  void placeInTheQueueIsKept() {
    var first = asked(API).workloads(atWork(API));
    var since = first.decide().status().queuedSince();

    var later = first.with(first.decide()).later(Duration.ofSeconds(9)).workloads(stopping(API));

    Assertions.assertThat(later.decide().status().queuedSince()).isEqualTo(since).isNotNull();
  }

  @Test
  void whoIsStoppedForAnotherIsWaitedForAndNothingAfterItIsStopped() {
    var other = view(NIGHTLY, "migration/stock", "", "");

    assertThat(announced(atWork(API), other).decide())
        .does("KeepMigration")
        .is(Phase.QUEUED, "Reconciling", Reason.QUIESCING)
        .says("Waits until cronjob/nightly is back, which stands still for migration/stock.");
  }

  @Test
  void nothingIsStoppedThatCouldNotComeBack() {
    var verdict = asked(API).workloads(view(API, "", "2 pods", "its claims are deleted")).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Stalled", Reason.QUIESCE_REFUSED)
        .says("deployment/api: its claims are deleted.");
    Assertions.assertThat(verdict.status().quiesced()).isEmpty();
  }

  @Test
  void refusedJobNamesWhatStaysStoppedForIt() {
    var snapshot = announced(still(API), still(NIGHTLY)).look();

    assertThat(MigrationRules.refused(snapshot, "exceeded quota."))
        .is(Phase.PENDING, "Stalled", Reason.JOB_REFUSED)
        .says("exceeded quota. Until it is accepted, this stays stopped: ")
        .says("cronjob/nightly")
        .says("Set spec.suspend to true to bring it back.");
  }

  @Test
  void whatIsStoppedAlreadyComesBackWhenAnotherIsRefused() {
    var verdict = announced(still(NIGHTLY), view(API, "", "2 pods", "it is held")).decide();

    assertThat(verdict)
        .does("KeepMigration", "BringBack")
        .is(Phase.PENDING, "Stalled", Reason.QUIESCE_REFUSED);
  }

  @Test
  void everythingComesBackWhenTheRunIsSuspended() {
    var verdict = announced(still(API), still(NIGHTLY)).suspended().decide();

    assertThat(verdict).does("KeepMigration", "BringBack", "BringBack");
    Assertions.assertThat(verdict.lookAgain()).contains(Duration.ofSeconds(1));
  }

  @Test
  void migrationIsKeptUntilEverythingIsBack() {
    var deleted = announced(still(API)).beingDeleted();
    var back = deleted.decide();
    var last = deleted.with(back).workloads(view(API, "", "", "")).decide();

    assertThat(back).does("KeepMigration", "BringBack");
    assertThat(last).does("LetMigrationGo");
    Assertions.assertThat(last.status().quiesced()).isEmpty();
  }

  @Test
  void whatCannotComeBackKeepsNothingThatIsDeleted() {
    var verdict = announced(view(API, ME, "", "it is held")).beingDeleted().decide();

    assertThat(verdict).does("KeepMigration", "LeaveStopped");
  }

  @Test
  void onlyWhatStandsStillForThisOneComesBack() {
    var verdict = announced(view(API, "migration/stock", "", ""), still(NIGHTLY)).suspended();

    Assertions.assertThat(verdict.decide().actions())
        .contains(new Action.BringBack(NIGHTLY, still(NIGHTLY).standStill().orElseThrow()))
        .hasSize(2);
  }

  @Test
  void whatCannotComeBackNowSaysWhy() {
    var verdict = announced(view(API, ME, "", "it is held")).suspended().decide();

    assertThat(verdict).doesNothing();
    Assertions.assertThat(verdict.status().quiesced())
        .containsExactly(API.quiesced("stays stopped: it is held"));
  }

  @Test
  void comesBackAfterTheRunHasEndedAndNotBefore() {
    var started = announced(still(API), still(NIGHTLY));
    var start = started.decide();
    var running = started.with(start).jobs(Views.job(start));
    Assertions.assertThat(running.look().status().runUnderWay()).isTrue();
    assertThat(running.decide()).doesNothing();

    var ended = running.pods(Views.ended(Views.pod("pod-1", running.runId()), 22, Views.failed()));
    ended.with(ended.decide());

    assertThat(ended.decide()).does("LetJobGo", "KeepMigration", "BringBack", "BringBack");
  }

  @Test
  void whatStandsStillForAnEarlierRunOfItIsToldAnew() {
    var before = view(API, ME, "", "");
    var changed = announced(before, still(NIGHTLY)).inputs("digest-b");

    assertThat(changed.decide())
        .does("KeepMigration", "Stop", "Stop")
        .is(Phase.QUEUED, "Reconciling", Reason.QUIESCING);
  }

  @Test
  void whatAProcessHasStoppedThatWasSlowToDieComesBack() {
    var verified = Snapshots.aVerifiedRun().quiesce(API).workloads(still(API));

    assertThat(verified.decide()).does("KeepMigration", "BringBack");
  }

  @Test
  void onlyToPlanNothingIsStopped() {
    assertThat(asked(API).approval().workloads(atWork(API)).decide())
        .does("KeepMigration", "StartRun");
  }
}
