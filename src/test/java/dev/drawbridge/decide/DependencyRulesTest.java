package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.VerdictAssert.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Waiting;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When those that come first leave a Migration its turn, and what is said until then. */
class DependencyRulesTest {

  private static final Forerunner EXPAND = new Forerunner("24h");
  private static final Duration SOAK = Duration.ofHours(24);

  private static Snapshots waiting(Dependencies dependencies) {
    return aMigration().dependencies(dependencies);
  }

  /** The next look, with the status of the one before. */
  private static Snapshots next(Snapshots before, Duration later, Dependencies dependencies) {
    return before.with(before.decide()).later(later).dependencies(dependencies);
  }

  private static Instant since(Verdict verdict) {
    return verdict.status().waiting().getFirst().since();
  }

  @Test
  void unknownOneIsWaitedFor() {
    assertThat(waiting(EXPAND.missing()).decide())
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY)
        .says("Waits for Migration expand to be verified as it is written now: it is not there.");
  }

  @Test
  void oneThatIsNotVerifiedAsWrittenIsWaitedFor() {
    assertThat(waiting(EXPAND.pending()).decide()).doesNothing().says("now: it is Pending.");
    assertThat(waiting(EXPAND.editedSince()).decide())
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY)
        .says("it has just been changed");
    assertThat(waiting(EXPAND.ofOtherScripts()).decide())
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY);
    assertThat(waiting(EXPAND.beingDeleted()).decide()).doesNothing().says("it is being deleted");
  }

  @Test
  void whatStillRunsTheOldIsNamed() {
    assertThat(waiting(EXPAND.verified(Rollouts.held())).decide()).says("Deployment api is held.");
    assertThat(waiting(EXPAND.verified(Rollouts.askingFor("6"))).decide())
        .says("Deployment api asks for schema 6, and schema 7 is verified");
    assertThat(waiting(EXPAND.verified(Rollouts.counting(3, 4, 3, 3))).decide())
        .says("1 of 4 pods of Deployment api are of an earlier template");
    assertThat(waiting(EXPAND.verified(Rollouts.counting(3, 3, 3, 2))).decide())
        .says("2 of 3 pods of Deployment api are available");
    assertThat(waiting(EXPAND.verified(Rollouts.unobserved())).decide())
        .says("Deployment api has just been changed");
  }

  @Test
  void oldPodThatNeverEndsIsNamedAndLookedForAgain() {
    var verdict = waiting(EXPAND.verified(Rollouts.withEndingPod(NOW.minusSeconds(90)))).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY)
        .says("pod api-old-1 of Deployment api on node node-3 is ending since 2026-11-21T09:58:30Z")
        .says("kubectl delete pod api-old-1 --force --grace-period=0");
    Assertions.assertThat(verdict.lookAgain()).contains(Duration.ofSeconds(5));
    Assertions.assertThat(verdict.status().waiting()).isEmpty();
  }

  @Test
  void soakTimeIsSaidAndLookedForOnce() {
    var verdict = waiting(EXPAND.verified(Rollouts.done(NOW.minusSeconds(60)))).decide();

    assertThat(verdict)
        .doesNothing()
        .is(Phase.PENDING, "Reconciling", Reason.SOAKING)
        .says("no old pod is left since 2026-11-21T09:59:00Z")
        .says("the run may start at 2026-11-22T09:59:00Z if none returns");
    Assertions.assertThat(verdict.lookAgain()).contains(SOAK.minusSeconds(60));
    Assertions.assertThat(verdict.status().waiting())
        .containsExactly(
            new Waiting("expand", NOW.minusSeconds(60), NOW.minusSeconds(60).plus(SOAK)));
  }

  @Test
  void runStartsWhenTheSoakTimeIsOver() {
    var done = EXPAND.verified(Rollouts.done(NOW.minusSeconds(60)));
    var soaking = waiting(done);

    assertThat(next(soaking, SOAK.minusSeconds(61), done).decide()).doesNothing();
    var starting = next(soaking, Duration.ofSeconds(1), done).decide();
    assertThat(starting).does("KeepMigration", "StartRun");
    Assertions.assertThat(starting.status().waiting()).isEmpty();
  }

  @Test
  void withoutSoakTimeItStartsAtOnce() {
    assertThat(waiting(new Forerunner(null).verified(Rollouts.done(NOW))).decide())
        .does("KeepMigration", "StartRun");
    assertThat(waiting(new Forerunner("0s").verified()).decide()).does("KeepMigration", "StartRun");
  }

  @Test
  void timeSinceBothWereDoneCountsAlsoBeforeTheFirstLook() {
    var longAgo = EXPAND.verified(Rollouts.done(NOW.minus(SOAK)));

    assertThat(waiting(longAgo).decide()).does("KeepMigration", "StartRun");
  }

  @Test
  void whatSaysNotWhenItWasDoneCountsFromTheFirstLook() {
    var verdict = waiting(EXPAND.verified(Rollouts.counting(3, 3, 3, 3))).decide();

    Assertions.assertThat(since(verdict)).isEqualTo(NOW);
  }

  @Test
  void oldPodThatReturnsStartsTheTimeAnew() {
    var done = EXPAND.verified(Rollouts.counting(3, 3, 3, 3));
    var soaking = waiting(done);

    var undone = next(soaking, SOAK.minusSeconds(10), EXPAND.verified(Rollouts.askingFor("6")));
    assertThat(undone.decide()).is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY);
    Assertions.assertThat(undone.decide().status().waiting()).isEmpty();
    var again = next(undone, Duration.ofSeconds(5), done).decide();

    assertThat(again).doesNothing().is(Phase.PENDING, "Reconciling", Reason.SOAKING);
    Assertions.assertThat(since(again)).isEqualTo(NOW.plus(SOAK).minusSeconds(5));
  }

  @Test
  void oldPodThatCameAndWentWhileNobodyLookedStartsTheTimeAnew() {
    var soaking = waiting(EXPAND.verified(Rollouts.done(NOW.minusSeconds(60))));
    var rolledOutAgain = NOW.plus(SOAK).minusSeconds(600);

    var later = next(soaking, SOAK, EXPAND.verified(Rollouts.done(rolledOutAgain))).decide();

    assertThat(later).doesNothing().is(Phase.PENDING, "Reconciling", Reason.SOAKING);
    Assertions.assertThat(since(later)).isEqualTo(rolledOutAgain);
  }

  @Test
  void podThatIsUnavailableForAWhileOnlyDelays() {
    var done = EXPAND.verified(Rollouts.done(NOW));
    var soaking = waiting(done);
    var drained =
        next(soaking, Duration.ofHours(12), EXPAND.verified(Rollouts.counting(3, 3, 3, 2)));

    assertThat(drained.decide()).is(Phase.PENDING, "Reconciling", Reason.WAITING_FOR_DEPENDENCY);
    Assertions.assertThat(since(drained.decide())).isEqualTo(NOW);
    assertThat(next(drained, Duration.ofHours(12), done).decide())
        .does("KeepMigration", "StartRun");
  }

  @Test
  void waitingTimeOutlastsSuspensionAndTheQueue() {
    var done = EXPAND.verified(Rollouts.counting(3, 3, 3, 3));
    var soaking = waiting(done);
    var suspended = next(soaking, Duration.ofHours(20), done).suspended();

    assertThat(suspended.decide()).is(Phase.SUSPENDED, null, Reason.SUSPENDED);
    Assertions.assertThat(since(suspended.decide())).isEqualTo(NOW);

    var behind = new Neighbour("shop/other", "shop/orders-db", true, "run-1", NOW);
    var queued = waiting(done).line(behind).status(suspended.decide().status()).later(SOAK);
    assertThat(queued.decide()).is(Phase.QUEUED, "Reconciling", Reason.QUEUED);
    Assertions.assertThat(since(queued.decide())).isEqualTo(NOW);
  }

  @Test
  void itTakesNoPlaceInTheQueueWhileItWaits() {
    var verdict = waiting(EXPAND.verified(Rollouts.done(NOW))).decide();

    Assertions.assertThat(verdict.status().queuedSince()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // Ours has jumped ahead; the server's has; ours is behind; both agree.
    "P2D, PT1H, false",
    "PT1H, P2D, false",
    "PT23H, PT25H, false",
    "PT24H, PT24H, true",
  })
  void oneWrongClockDoesNotEndTheSoakTime(Duration ours, Duration servers, boolean starts) {
    var done = EXPAND.verified(Rollouts.done(NOW));
    var soaking = waiting(done);

    var later = next(soaking, ours, EXPAND.verifiedAt(NOW.plus(servers), Rollouts.done(NOW)));

    Assertions.assertThat(later.decide().actions().isEmpty()).isEqualTo(!starts);
  }

  @Test
  void timeThatBeganByAClockThatWasBehindBeginsByTheOther() {
    var behind = NOW.minus(SOAK);
    var first = waiting(EXPAND.verifiedAt(NOW, Rollouts.counting(3, 3, 3, 3))).at(behind).decide();

    Assertions.assertThat(since(first)).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT1H", "P30D"})
  void clockThatJumpsBackNeitherStartsItEarlyNorMovesTheTimeForEver(Duration back) {
    var done = EXPAND.verified(Rollouts.counting(3, 3, 3, 3));
    var soaking = waiting(done);

    var after = next(soaking, back.negated(), done);
    var first = after.decide();
    var second = next(after, Duration.ofSeconds(10), done);

    assertThat(first).doesNothing();
    Assertions.assertThat(since(second.decide())).isEqualTo(since(first));
    assertThat(next(second, SOAK.minusSeconds(11), done).decide()).doesNothing();
    assertThat(next(second, Duration.ofSeconds(1), done).decide())
        .does("KeepMigration", "StartRun");
  }

  @Test
  void rolloutThatAClockAheadHasDoneDoesNotCountAsDoneLongAgo() {
    var ahead = EXPAND.verified(Rollouts.done(NOW.plus(SOAK).plusSeconds(60)));
    var soaking = waiting(ahead);

    var first = soaking.decide();
    var second = next(soaking, Duration.ofSeconds(10), ahead).decide();

    Assertions.assertThat(since(first)).isEqualTo(NOW);
    Assertions.assertThat(since(second)).isEqualTo(NOW);
  }

  @Test
  void circleIsShownWithItsNames() {
    var circle =
        new Dependencies(
            List.of("orders", "expand", "orders"), List.of(), Optional.empty(), List.of());

    assertThat(waiting(circle).decide())
        .doesNothing()
        .is(Phase.PENDING, "Stalled", Reason.DEPENDENCY_CIRCLE)
        .says("orders, expand, orders");
    assertThat(aVerifiedRun().dependencies(circle).decide())
        .is(Phase.PENDING, "Stalled", Reason.DEPENDENCY_CIRCLE);
  }

  @Test
  void whatIsVerifiedWaitsForNobody() {
    var verified = aVerifiedRun();

    Assertions.assertThat(verified.look().mayStartARun()).isFalse();
    Assertions.assertThat(aMigration().look().mayStartARun()).isTrue();
    Assertions.assertThat(verified.inputs("digest-b").look().mayStartARun()).isTrue();
  }
}
