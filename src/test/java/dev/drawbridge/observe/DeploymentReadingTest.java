package dev.drawbridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

class DeploymentReadingTest {

  @Test
  void emptyMarkIsNoHold() {
    assertThat(DeploymentReading.view(marked("true")).orElseThrow().isHeld()).isTrue();
    assertThat(DeploymentReading.view(marked("")).orElseThrow().isHeld()).isFalse();
  }

  private static Deployment marked(String mark) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("api")
        .withUid("uid")
        .addToLabels(Markers.MIGRATION_LABEL, "orders")
        .addToAnnotations(Markers.HELD_ANNOTATION, mark)
        .endMetadata()
        .build();
  }
}
