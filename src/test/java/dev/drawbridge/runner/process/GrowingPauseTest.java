package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrowingPauseTest {

  private static GrowingPause pause() {
    return new GrowingPause(Duration.ofMillis(100), Duration.ofMillis(300));
  }

  @Test
  void pausesGrowToTheLongest() {
    var pause = pause();

    assertThat(Stream.generate(pause::next).limit(4).map(Duration::toMillis).toList())
        .isEqualTo(List.of(100L, 200L, 300L, 300L));
  }

  @Test
  void unevenPausesGrowTooAndStayWithinTheirBounds() {
    for (var round = 0; round < 1000; round++) {
      var pause = pause();
      assertThat(pause.nextUneven()).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
      assertThat(pause.nextUneven()).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
    }
  }

  @Test
  void twoRunsDoNotStayInStep() {
    var pauses = Stream.generate(() -> pause().nextUneven()).limit(100).distinct();

    assertThat(pauses).hasSizeGreaterThan(10);
  }
}
