package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Gate;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatesInStatusTest {

  @Test
  void gatesAreBoundedWithTheHeldOnesFirstAndAllHeldOnesAreCounted() {
    var free = IntStream.range(0, 60).mapToObj(number -> deployment("a-" + number, ""));
    var held = IntStream.range(0, 55).mapToObj(number -> deployment("z-" + number, "true"));
    var all = Stream.concat(free, held).toArray(DeploymentView[]::new);

    var status = Snapshots.aVerifiedRun().deployments(all).decide().status();

    assertThat(status.gates()).hasSize(50).allMatch(Gate::isHeld);
    assertThat(status.held()).isEqualTo(55);
  }

  private static DeploymentView deployment(String name, String mark) {
    var need = new Need("orders", new Ask.Schema("7"));
    return new DeploymentView(
        "shop", name, name, need, Optional.of(mark).filter(text -> !text.isEmpty()));
  }
}
