package dev.drawbridge.decide;

import static dev.drawbridge.decide.FollowUpScene.begun;
import static dev.drawbridge.decide.FollowUpScene.health;
import static dev.drawbridge.decide.FollowUpScene.monitor;
import static dev.drawbridge.decide.FollowUpScene.seenToEnd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MonitorRulesTest {

  private static final Duration EVERY = Duration.ofMinutes(15);

  private static Snapshots begunMonitor() {
    var snapshots = Snapshots.aVerifiedRun().spec(monitor());
    return snapshots.with(snapshots.decide());
  }

  /** One look, from when it is due to when its Job is let go; it is let pass or not. */
  private static Snapshots look(Snapshots snapshots, Exit exit, Reason reason) {
    var next = Objects.requireNonNull(monitor(snapshots.look().status()).next());
    begun(snapshots.at(next), snapshots.decide());
    snapshots.with(seenToEnd(snapshots, exit, reason).later(Duration.ofSeconds(4)).decide());
    return snapshots.with(snapshots.decide()).followUps(List.of());
  }

  private static Snapshots passes(Snapshots snapshots) {
    return look(snapshots, Exit.VERIFIED, Reason.VERIFIED);
  }

  private static Snapshots fails(Snapshots snapshots) {
    return look(snapshots, Exit.VERIFICATION_FAILED, Reason.LOOK_FAILED);
  }

  @Test
  void firstLookComesAfterOnePause() {
    var snapshots = Snapshots.aVerifiedRun().spec(monitor());
    var now = snapshots.look().now();

    var verdict = snapshots.decide();

    VerdictAssert.assertThat(verdict).doesNothing().is(Phase.VERIFIED, "Ready", Reason.VERIFIED);
    assertThat(monitor(verdict.status()).next()).isEqualTo(now.plus(EVERY));
    assertThat(monitor(verdict.status()).until()).isEqualTo(now.plus(Duration.ofDays(2)));
    assertThat(verdict.lookAgain()).contains(EVERY);
    assertThat(snapshots.with(verdict).later(Duration.ofMinutes(1)).decide().status())
        .isEqualTo(verdict.status());
  }

  @Test
  void waitsForSmokeToPass() {
    var snapshots =
        Snapshots.aVerifiedRun()
            .spec(draft -> draft.smoke(FollowUpScene.SMOKE).monitor(FollowUpScene.MONITOR));
    begun(snapshots, snapshots.decide());
    assertThat(snapshots.look().status().monitor()).isNull();

    var failed = seenToEnd(snapshots, Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED).decide();
    assertThat(failed.status().monitor()).isNull();

    var passed = seenToEnd(snapshots, Exit.VERIFIED, Reason.VERIFIED).decide();
    assertThat(passed.status().monitor()).isNotNull();
    assertThat(health(passed.status())).isEqualTo("True SmokePassed");
  }

  @Test
  void nextLookCountsFromTheStartOfTheOneBefore() {
    var snapshots = begunMonitor();
    var first = Objects.requireNonNull(monitor(snapshots.look().status()).next());

    passes(snapshots);

    var known = monitor(snapshots.look().status());
    assertThat(known.next()).isEqualTo(first.plus(EVERY));
    assertThat(known.looks()).isEqualTo(1);
    assertThat(known.results())
        .singleElement()
        .satisfies(look -> assertThat(look.outcome()).isEqualTo("Passed"));
    assertThat(health(snapshots.look().status())).isEqualTo("True MonitorPassed");
  }

  @Test
  void looksThatWereMissedAreNotMadeUpFor() {
    var snapshots = passes(begunMonitor()).later(Duration.ofHours(7));

    begun(snapshots, snapshots.decide());
    var began = snapshots.look().now();
    snapshots.with(
        seenToEnd(snapshots, Exit.VERIFIED, Reason.VERIFIED).later(Duration.ofSeconds(4)).decide());
    var after = snapshots.with(snapshots.decide()).followUps(List.of()).decide();

    VerdictAssert.assertThat(after).doesNothing();
    assertThat(monitor(after.status()).looks()).isEqualTo(2);
    assertThat(monitor(after.status()).next()).isEqualTo(began.plus(EVERY));
  }

  @Test
  void clockThatJumpsBackDelaysByOnePauseAtMost() {
    var snapshots = passes(begunMonitor());
    var before = Snapshots.NOW.minus(Duration.ofDays(30));

    var verdict = snapshots.at(before).decide();

    assertThat(monitor(verdict.status()).next()).isEqualTo(before.plus(EVERY));
    var next = snapshots.with(verdict).at(before.plus(EVERY)).decide();
    VerdictAssert.assertThat(next).does("StartRun");
  }

  @Test
  void looksNeverOverlap() {
    var snapshots = begunMonitor();
    begun(snapshots.later(EVERY), snapshots.decide());
    var run = snapshots.look().followUps().jobs().getFirst().run();
    var pod = Views.started(Views.pod("look-1", run, snapshots.look().now()));
    snapshots.followUps(snapshots.look().followUps().jobs(), pod);

    var later = snapshots.later(EVERY.minusSeconds(30)).decide();

    VerdictAssert.assertThat(later).doesNothing();
    assertThat(later.status().followUpUnderWay().orElseThrow().id()).isEqualTo(run);
  }

  @Test
  void threeInARowAreABreakerUntilOnePasses() {
    var snapshots = fails(fails(begunMonitor()));
    assertThat(health(snapshots.look().status()))
        .as("nothing has passed yet, and it is not broken either")
        .isEqualTo("Unknown Running");

    fails(snapshots);
    var broken = snapshots.look().status();
    assertThat(health(broken)).isEqualTo("False MonitorFailed");
    assertThat(monitor(broken).failed()).isTrue();
    assertThat(FollowUpScene.healthy(broken).message())
        .startsWith("3 looks in a row have failed. The last: It ended.");

    passes(snapshots);
    assertThat(health(snapshots.look().status())).isEqualTo("True MonitorPassed");
    assertThat(monitor(snapshots.look().status()).failures()).isZero();
  }

  @Test
  void lookThatCouldNotBeTakenNeitherCountsNorMakesGood() {
    var snapshots = fails(fails(begunMonitor()));

    look(snapshots, Exit.INTERNAL_ERROR, Reason.INTERNAL_ERROR);

    var known = monitor(snapshots.look().status());
    assertThat(known.failures()).isEqualTo(2);
    assertThat(known.failed()).isFalse();
    assertThat(known.results().getFirst().outcome()).isEqualTo("Unknown");
  }

  @Test
  void tenResultsAreKept() {
    var snapshots = begunMonitor();
    for (var look = 0; look < 13; look++) {
      passes(snapshots);
    }

    var known = monitor(snapshots.look().status());
    assertThat(known.results()).hasSize(10);
    assertThat(known.looks()).isEqualTo(13);
    assertThat(known.results().getFirst().at()).isAfter(known.results().getLast().at());
  }

  @Test
  void endsWhenItsTimeIsOver() {
    var snapshots = passes(begunMonitor());
    var until = monitor(snapshots.look().status()).until();

    var over = snapshots.at(until).decide();

    VerdictAssert.assertThat(over).doesNothing();
    assertThat(monitor(over.status()).next()).isNull();
    assertThat(over.lookAgain()).isEmpty();
    assertThat(snapshots.with(over).later(Duration.ofDays(9)).decide().status())
        .isEqualTo(over.status());
  }

  @Test
  void wakesUpForTheEndAndNotForALookAfterIt() {
    var snapshots = passes(begunMonitor());
    var until = monitor(snapshots.look().status()).until();
    var last = until.minusSeconds(60);

    var waiting = snapshots.at(last).decide();

    VerdictAssert.assertThat(waiting).as("one that was missed").does("StartRun");
    begun(snapshots, waiting);
    snapshots.with(seenToEnd(snapshots, Exit.VERIFIED, Reason.VERIFIED).decide());
    var after = snapshots.with(snapshots.decide()).followUps(List.of()).decide();
    assertThat(after.lookAgain()).contains(Duration.between(snapshots.look().now(), until));
  }

  @Test
  void eachLookHasAnIdOfItsOwnAndKeepsItUntilItIsRecorded() {
    var snapshots = begunMonitor();
    var first = FollowUpScene.look(snapshots.later(EVERY).decide().status());
    var again = FollowUpScene.look(snapshots.later(Duration.ofSeconds(2)).decide().status());
    assertThat(again.id()).isEqualTo(first.id());

    begun(snapshots, snapshots.decide());
    snapshots.with(seenToEnd(snapshots, Exit.VERIFIED, Reason.VERIFIED).decide());
    snapshots.with(snapshots.decide()).followUps(List.of());
    var second = FollowUpScene.look(snapshots.later(EVERY).decide().status());

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void lookHasUntilTheNextOneIsDue() {
    var snapshots = begunMonitor().later(EVERY);

    var deadline = FollowUpScene.look(snapshots.decide().status()).deadline();

    assertThat(deadline).isEqualTo(snapshots.look().now().plus(EVERY));
  }

  @Test
  void anotherVerifiedRunBeginsAnew() {
    var snapshots = passes(begunMonitor());
    var old = monitor(snapshots.look().status());
    var started = snapshots.inputs("digest-b").decide();
    var run = Views.run(started.status());
    snapshots
        .with(started)
        .finalizer()
        .jobs(Views.job(started))
        .pods(
            Views.ended(
                Views.pod("pod-2", run.id(), snapshots.look().now()), 0, Views.verified("7", "8")));
    assertThat(health(started.status())).isEqualTo("Unknown Running");

    var verified = snapshots.decide();

    assertThat(monitor(verified.status()).of()).isNotEqualTo(old.of());
    assertThat(monitor(verified.status()).looks()).isZero();
  }
}
