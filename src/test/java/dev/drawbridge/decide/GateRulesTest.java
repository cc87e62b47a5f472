package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateRulesTest {

  private static final Need SEVEN = new Need("orders", new Ask.Schema("7"));

  @Test
  void deploymentThatIsNotHeldIsLeftAlone() {
    var free = new DeploymentView("shop", "api", "uid", SEVEN, Optional.empty());

    assertThat(GateRules.decide(free, Optional.empty()))
        .isEqualTo(new GateRules.GateVerdict(false, List.of()));
  }

  @Test
  void heldDeploymentIsReleasedWhenItsNeedIsVerified() {
    var migration = Snapshots.aVerifiedRun().look().migration();

    assertThat(GateRules.decide(held("uid"), Optional.of(migration)).release()).isTrue();
    assertThat(GateRules.released(held("uid"), Optional.of(migration)).message())
        .contains("schema 7", Views.proof(migration.getStatus()).run());
  }

  @Test
  void heldDeploymentWaitsAndSaysWhyOnce() {
    var first = GateRules.decide(held("uid"), Optional.empty());
    var second = GateRules.decide(held("uid"), Optional.empty());

    assertThat(first.release()).isFalse();
    assertThat(first.announcements())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).isEqualTo("RolloutHeld"));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void otherReasonToWaitIsToldAnew() {
    var waiting = Snapshots.aFailedRun().look().migration();

    var missing = GateRules.decide(held("uid"), Optional.empty()).announcements().getFirst();
    var failed = GateRules.decide(held("uid"), Optional.of(waiting)).announcements().getFirst();

    assertThat(failed.key()).isNotEqualTo(missing.key());
  }

  @Test
  void releaseOfAnotherNeedByTheSameRunIsToldAnew() {
    var migration = Optional.of(Snapshots.aVerifiedRun().look().migration());
    var six = new Need("orders", new Ask.Schema("6"));
    var other = new DeploymentView("shop", "api", "uid", six, Optional.of("true"));

    assertThat(GateRules.released(other, migration).key())
        .isNotEqualTo(GateRules.released(held("uid"), migration).key());
  }

  private static DeploymentView held(String uid) {
    return new DeploymentView("shop", "api", uid, SEVEN, Optional.of("true"));
  }
}
