package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a Migration waits for itself. */
class CircleTest {

  private static List<String> through(String name, Map<String, List<String>> before) {
    return Circle.through(name, one -> before.getOrDefault(one, List.of()));
  }

  @Test
  void oneThatWaitsForItselfIsACircle() {
    assertThat(through("a", Map.of("a", List.of("a")))).containsExactly("a", "a");
  }

  @Test
  void shortestWayAroundIsNamed() {
    var before =
        Map.of("a", List.of("b", "c"), "b", List.of("d"), "c", List.of("a"), "d", List.of("a"));

    assertThat(through("a", before)).containsExactly("a", "c", "a");
    assertThat(through("d", before)).containsExactly("d", "a", "b", "d");
  }

  @Test
  void whoWaitsForACircleIsNotInIt() {
    var before = Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("b"));

    assertThat(through("a", before)).isEmpty();
    assertThat(through("c", before)).containsExactly("c", "b", "c");
  }

  @Test
  void manyWaysToTheSameOneAreNoCircle() {
    var before = Map.of("a", List.of("b", "c"), "b", List.of("d"), "c", List.of("d"));

    assertThat(through("a", before)).isEmpty();
  }
}
