package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.GateRules.GateVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateRulesTest {

  private static final Need SEVEN = new Need("orders", new Ask.Schema("7"));
  private static final Instant NOW = Snapshots.NOW;
  private static final HoldStart START = new HoldStart(NOW, 1);

  @Test
  void deploymentThatIsNotHeldIsLeftAlone() {
    var free =
        new DeploymentView(
            "Deployment", "shop", "api", "uid", SEVEN, Optional.empty(), Optional.empty());

    assertThat(GateRules.decide(look(free, Optional.empty())))
        .isEqualTo(new GateVerdict(false, false, Optional.empty(), List.of(), Optional.empty()));
  }

  @Test
  void openedWithoutProofIsToldUntilThereIsProof() {
    var words = "alice opened it for schema 7: checkout is down";
    var opened =
        new DeploymentView(
            "Deployment", "shop", "api", "uid", SEVEN, Optional.empty(), Optional.of(words));

    assertThat(GateRules.decide(look(opened, Optional.empty())).announcements())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.reason()).isEqualTo("GlassBroken");
          assertThat(one.message()).startsWith(words + "; it needs Migration orders");
        });
    assertThat(GateRules.decide(look(opened, migration(Snapshots.aVerifiedRun()))).announcements())
        .isEmpty();
  }

  @Test
  void failureOfTheRunThatItWaitsForIsToldAnew() {
    var need = held(new Need("orders", new Ask.Schema("8")));

    assertThat(key(GateRules.decide(look(need, migration(Snapshots.aFailedRun())))))
        .isNotEqualTo(key(GateRules.decide(look(need, migration(Snapshots.aVerifiedRun())))));
  }

  @Test
  void heldDeploymentIsReleasedWhenItsNeedIsVerified() {
    var verified = look(held(SEVEN), migration(Snapshots.aVerifiedRun()));

    assertThat(GateRules.decide(verified))
        .isEqualTo(new GateVerdict(true, false, Optional.empty(), List.of(), Optional.empty()));
    assertThat(GateRules.released(verified).message())
        .contains(
            "schema 7", Views.proof(Snapshots.aVerifiedRun().look().migration().getStatus()).run());
  }

  @Test
  void heldDeploymentWaitsAndSaysWhyOnce() {
    var first = GateRules.decide(look(held(SEVEN), Optional.empty()));
    var second = GateRules.decide(look(held(SEVEN), Optional.empty()));

    assertThat(first.release()).isFalse();
    assertThat(first.announcements())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).isEqualTo("RolloutHeld"));
    assertThat(second).isEqualTo(first);
  }

  /** Else a process that starts anew would tell of each that is held. */
  @Test
  void waitThatStandsOnTheDeploymentIsNotToldAgain() {
    var later = NOW.plusSeconds(60);
    var first = new GateSnapshot(held(SEVEN), Optional.empty(), START, Optional.empty(), later);
    var sentence = GateRules.decide(first).explanation();
    var again = new GateSnapshot(held(SEVEN), sentence, START, Optional.empty(), later);
    var other =
        new GateSnapshot(held(SEVEN), sentence, START, migration(Snapshots.aFailedRun()), later);

    assertThat(sentence).isPresent();
    assertThat(GateRules.decide(again).announcements()).isEmpty();
    assertThat(GateRules.decide(other).announcements()).hasSize(1);
  }

  @Test
  void otherReasonToWaitIsToldAnew() {
    var missing = GateRules.decide(look(held(SEVEN), Optional.empty()));
    var failed = GateRules.decide(look(held(SEVEN), migration(Snapshots.aFailedRun())));

    assertThat(key(failed)).isNotEqualTo(key(missing));
  }

  @Test
  void sameWaitOfALaterHoldIsToldAnew() {
    var first = look(held(SEVEN), Optional.empty(), new HoldStart(NOW, 1));
    var edited = look(held(SEVEN), Optional.empty(), new HoldStart(NOW, 1));
    var later = look(held(SEVEN), Optional.empty(), new HoldStart(NOW, 4));

    assertThat(key(GateRules.decide(edited))).isEqualTo(key(GateRules.decide(first)));
    assertThat(key(GateRules.decide(later))).isNotEqualTo(key(GateRules.decide(first)));
    assertThat(GateRules.released(later).key()).isNotEqualTo(GateRules.released(first).key());
  }

  @Test
  void releaseOfAnotherNeedByTheSameRunIsToldAnew() {
    var migration = migration(Snapshots.aVerifiedRun());
    var six = held(new Need("orders", new Ask.Schema("6")));

    assertThat(GateRules.released(look(six, migration)).key())
        .isNotEqualTo(GateRules.released(look(held(SEVEN), migration)).key());
  }

  private static String key(GateVerdict verdict) {
    return verdict.announcements().getFirst().key();
  }

  private static Optional<Migration> migration(Snapshots snapshots) {
    return Optional.of(snapshots.look().migration());
  }

  private static GateSnapshot look(DeploymentView deployment, Optional<Migration> migration) {
    return look(deployment, migration, new HoldStart(NOW, 1));
  }

  private static GateSnapshot look(
      DeploymentView deployment, Optional<Migration> migration, HoldStart start) {
    return new GateSnapshot(deployment, Optional.empty(), start, migration, NOW);
  }

  private static DeploymentView held(Need need) {
    return new DeploymentView(
        "Deployment", "shop", "api", "uid", need, Optional.of("true"), Optional.empty());
  }
}
