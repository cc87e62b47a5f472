package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aFailedRun;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.Snapshots.anEndedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whether there is a next run: each guard, and what stands when none starts. */
class MigrationRulesTest {

  @Test
  void newMigrationIsKeptAndItsRunIsStarted() {
    var verdict = aMigration().decide();

    assertThat(verdict)
        .does("KeepMigration", "StartRun")
        .is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
  }

  @Test
  void nothingSaysReadyBeforeVerification() {
    var started = aStartedRun();
    var run = started.runId();

    for (var pod :
        new PodView[] {
          Views.pod("pod-1", run),
          Views.started(Views.pod("pod-1", run)),
          Views.ended(Views.pod("pod-1", run), 0, ""),
          Views.ended(Views.pod("pod-1", run), 22, Views.failed()),
        }) {
      var verdict = aStartedRun().later(Duration.ofSeconds(9)).pods(pod).decide();

      assertThat(verdict).isNot("Ready").isNot("Verified");
      Assertions.assertThat(verdict.status().verified()).isNull();
    }
  }

  @Test
  void finishedRunIsNeverRunAgainEvenWhenJobAndPodAreGone() {
    var verdict = aVerifiedRun().jobs().pods().later(Duration.ofDays(3)).decide();

    assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
  }

  @Test
  void failedRunIsNotStartedAgain() {
    var verdict = aFailedRun().jobs().pods().later(Duration.ofDays(3)).decide();

    assertThat(verdict).doesNothing().is(Phase.FAILED, "Stalled", Reason.SCRIPT_FAILED);
  }

  @Test
  void jobOfAnotherRunIsNeverTakenForThisOne() {
    var started = aStartedRun();
    var other = Views.job(aMigration().inputs("digest-b").decide());
    var verdict =
        started
            .jobs(started.job(), other)
            .pods(Views.ended(Views.pod("pod-9", other.run()), 0, Views.verified("6", "7")))
            .decide();

    assertThat(verdict).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);
  }

  @Test
  void deletionDuringARunLetsItEndAndThenLetsGo() {
    var deleted = aStartedRun().beingDeleted().later(Duration.ofSeconds(9));
    deleted.pods(Views.started(Views.pod("pod-1", deleted.runId())));
    assertThat(deleted.decide()).doesNothing().is(Phase.RUNNING, "Reconciling", Reason.RUNNING);

    deleted.pods(Views.ended(Views.pod("pod-1", deleted.runId()), 0, Views.verified("6", "7")));
    var ended = deleted.decide();
    assertThat(ended).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);

    var lettingGo = deleted.with(ended).decide();
    assertThat(lettingGo).does("LetJobGo", "LetMigrationGo");
    Assertions.assertThat(lettingGo.status()).isEqualTo(ended.status());
  }

  @Test
  void nothingIsWrittenToAMigrationThatGoesWithThisLook() {
    var deleted = aVerifiedRun().finalizer();
    var before = deleted.look().status();

    var verdict = deleted.beingDeleted().decide();

    assertThat(verdict).does("LetMigrationGo");
    Assertions.assertThat(verdict.status()).isEqualTo(before);
  }

  @Test
  void migrationThatIsBeingDeletedStartsNothingAndWaitsForNothing() {
    var queued = aMigration().line(running("shop/other"));
    queued.with(queued.decide());

    var verdict = queued.beingDeleted().decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, null, Reason.BEING_DELETED);
    Assertions.assertThat(verdict.status().queuedSince()).isNull();
  }

  @Test
  void specThatIsNotUnderstoodStartsNothingAndForgetsNothing() {
    var verdict = aVerifiedRun().edited().secret("").unsupported("spec.audience").decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Stalled", Reason.UNSUPPORTED_SPEC);
    Assertions.assertThat(verdict.status().verified()).isNotNull();
    assertThat(verdict).says("spec.audience");
  }

  @Test
  void missingConfigMapIsNamedAndTakenUpWhenItComes() {
    var waiting = aMigration().missing("ConfigMap orders-sql does not exist.");
    var verdict = waiting.decide();
    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.MISSING_CONFIG_MAP)
        .says("orders-sql");

    assertThat(waiting.with(verdict).inputs("digest-a").decide()).does("KeepMigration", "StartRun");
  }

  @Test
  void suspendedMigrationStartsNothingButSaysThatARunIsDue() {
    var verdict = aMigration().suspended().decide();

    assertThat(verdict).doesNothing().is(Phase.SUSPENDED, null, Reason.SUSPENDED);
  }

  @Test
  void suspendingWhatIsVerifiedLeavesItVerified() {
    var verdict = aVerifiedRun().edited().suspended().decide();

    assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
  }

  @Test
  void runOfTheSameQueueIsWaitedFor() {
    var verdict = aMigration().line(running("shop/other")).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.QUEUED, "Reconciling", Reason.QUEUED)
        .says("shop/other");
    Assertions.assertThat(verdict.status().queuedSince()).isEqualTo(NOW);
  }

  @Test
  void placeInTheLineIsKeptWhileItWaits() {
    var queued = aMigration().line(running("shop/other"));
    var first = queued.decide();

    var second = queued.with(first).later(Duration.ofMinutes(5)).decide();

    Assertions.assertThat(second.status()).isEqualTo(first.status());
  }

  @Test
  void refusedJobIsSaidAndTriedAgainAfterAWhileWithoutChangingTheMigration() {
    var snapshots = aMigration();
    var refused = MigrationRules.refused(snapshots.look(), "exceeded quota: pods");
    assertThat(refused)
        .doesNothing()
        .is(Phase.PENDING, "Stalled", Reason.JOB_REFUSED)
        .says("exceeded quota: pods");
    Assertions.assertThat(refused.lookAgain()).contains(Duration.ofSeconds(30));

    assertThat(snapshots.with(refused).finalizer().decide()).does("KeepMigration", "StartRun");
    Assertions.assertThat(MigrationRules.refused(snapshots.look(), "exceeded quota: pods").status())
        .isEqualTo(refused.status());
  }

  @Test
  void overtakenRunWaitsInTheLine() {
    var verdict = MigrationRules.overtaken(aMigration().look(), "Waits for Migration shop/other.");

    assertThat(verdict).is(Phase.QUEUED, "Reconciling", Reason.QUEUED);
  }

  @Test
  void everyPathObservesTheGeneration() {
    for (var snapshots :
        new Snapshots[] {
          aMigration(),
          aMigration().missing("gone"),
          aMigration().suspended(),
          aMigration().unsupported("spec.x"),
          aMigration().line(running("shop/other")),
          aStartedRun(),
          aStartedRun().jobs(),
          aVerifiedRun(),
          aFailedRun(),
          anEndedRun(137, ""),
        }) {
      assertThat(snapshots.edited().decide()).observes(2);
    }
  }

  @Test
  void decidingTwiceChangesNothingMore() {
    for (var snapshots :
        new Snapshots[] {
          aMigration().missing("gone"),
          aMigration().suspended(),
          aMigration().unsupported("spec.x"),
          aMigration().line(running("shop/other")),
          aStartedRun().later(Duration.ofSeconds(9)),
          aVerifiedRun(),
          aFailedRun(),
        }) {
      var first = snapshots.decide();
      var second = snapshots.with(first).later(Duration.ofSeconds(3)).decide();

      Assertions.assertThat(second.status()).isEqualTo(first.status());
    }
  }

  @Test
  void gatesSayWhoWaitsAndSinceWhen() {
    var deployment =
        new DeploymentView(
            "Deployment",
            "shop",
            "api",
            "u",
            new Need("orders", new Ask.Schema("8")),
            Optional.of("true"),
            Optional.empty());
    var gated = aVerifiedRun().deployments(deployment);
    var first = gated.decide();

    var second = gated.with(first).later(Duration.ofHours(1)).decide();

    Assertions.assertThat(second.status()).isEqualTo(first.status());
    Assertions.assertThat(first.status().held()).isEqualTo(1);
    Assertions.assertThat(first.status().gates().getFirst().message()).contains("schema 8");
  }

  static Neighbour running(String name) {
    return new Neighbour(name, "shop/orders-db", true, "11111111", NOW.minusSeconds(60));
  }

  @Test
  void specThatDoesNotFitIntoTheRunnersVariableIsRefusedBeforeAJobIsMade() {
    var verdict = aMigration().release("é".repeat(22_000)).decide();

    assertThat(verdict).doesNothing().is(Phase.PENDING, "Stalled", Reason.SPEC_TOO_LARGE);
  }
}
