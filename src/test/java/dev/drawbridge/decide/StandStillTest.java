package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandStillTest {

  private static Optional<StandStill> read(String text) {
    return StandStill.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .addToLabels(Markers.QUIESCED, Markers.IS_QUIESCED)
            .addToAnnotations(Markers.QUIESCED, text)
            .endMetadata()
            .build());
  }

  @Test
  void whatIsWrittenIsRead() {
    var deployment = StandStill.ofReplicas("migration/orders", "3f2a", 3, Optional.of("api-5d8"));
    var set = StandStill.ofReplicas("rollback/back", "77aa", 0, Optional.empty());
    var cronJob = StandStill.ofSchedule("migration/orders", "3f2a", true);

    assertThat(read(deployment.text(new Deployment()))).contains(deployment);
    assertThat(read(set.text(new StatefulSet()))).contains(set);
    assertThat(read(cronJob.text(new CronJob()))).contains(cronJob);
    assertThat(deployment.text(new Deployment()))
        .isEqualTo("migration/orders, run 3f2a: replicas=3 replicaset=api-5d8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "migration/orders",
        "migration/orders, run 3f2a: replicas=99999999999"
      })
  void whatCannotBeReadIsNobodys(String text) {
    assertThat(read(text)).get().extracting(StandStill::owner).isEqualTo("somebody unknown");
  }

  @Test
  void withoutTheLabelNothingStandsStill() {
    var unmarked =
        new ConfigMapBuilder()
            .withNewMetadata()
            .addToAnnotations(Markers.QUIESCED, "migration/orders: replicas=3")
            .endMetadata()
            .build();

    assertThat(StandStill.of(unmarked)).isEmpty();
  }
}
