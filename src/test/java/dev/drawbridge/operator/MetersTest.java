package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetersTest {

  @Test
  void gaugesAreStillReadAfterAGarbageCollection() {
    var registry = new SimpleMeterRegistry();
    new Meters(registry, Clock.systemUTC()).watch(Stream::empty, () -> Stream.of(held()));

    System.gc();

    assertThat(registry.get("drawbridge.gates.held").gauge().value()).isEqualTo(1.0);
    assertThat(registry.get("drawbridge.queue.length").gauge().value()).isZero();
  }

  private static Deployment held() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .addToAnnotations(Markers.HELD_ANNOTATION, Markers.HELD)
        .endMetadata()
        .build();
  }
}
