package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "orders.v2",
        "ordersordersordersordersordersordersordersordersordersordersord",
        "ordersordersordersordersordersordersordersordersorder.-sordersa",
        "o.................................................rders",
      })
  void jobNameIsADnsLabelOfAtMost63Letters(String migration) {
    var snapshot = Snapshots.aMigration().look();
    snapshot.migration().getMetadata().setName(migration);

    var plan = RunPlan.of(snapshot, new Inputs.Ready("digest-a", Map.of()));

    assertThat(plan.job()).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
    assertThat(plan.job()).endsWith("-" + plan.run());
  }

  @Test
  void idIsStableAndDependsOnEverythingThatMakesARunAnother() {
    var id = RunPlan.id("uid-1", "digest-a", Optional.of("run-1"));

    assertThat(RunPlan.id("uid-1", "digest-a", Optional.of("run-1"))).isEqualTo(id);
    assertThat(RunPlan.id("uid-2", "digest-a", Optional.of("run-1"))).isNotEqualTo(id);
    assertThat(RunPlan.id("uid-1", "digest-b", Optional.of("run-1"))).isNotEqualTo(id);
    assertThat(RunPlan.id("uid-1", "digest-a", Optional.of("run-2"))).isNotEqualTo(id);
    assertThat(RunPlan.id("uid-1", "digest-a", Optional.empty())).isNotEqualTo(id);
  }

  @Test
  void deadlineCountsFromTheStart() {
    var plan =
        RunPlan.of(
            Snapshots.aMigration().deadline("90s").look(), new Inputs.Ready("digest-a", Map.of()));

    assertThat(plan.deadline()).isEqualTo(NOW.plus(Duration.ofSeconds(90)));
  }
}
