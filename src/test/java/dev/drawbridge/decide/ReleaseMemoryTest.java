package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseMemoryTest {

  private static final String SEVEN = "schema 7 of Migration orders";
  private static final String EIGHT = "schema 8 of Migration orders";

  @Test
  void entrySaysWhatIsAskedForAndOfWhichMigration() {
    assertThat(ReleaseMemory.entry(pod(Map.of(Markers.SCHEMA_ANNOTATION, "8")))).contains(EIGHT);
  }

  @Test
  void templateThatAsksForNothingIsToldFromTheNextByItsRevision() {
    assertThat(ReleaseMemory.entry(pod(Map.of())).orElseThrow())
        .contains("Migration orders")
        .endsWith(", revision shop-5d8");
  }

  @Test
  void podWithoutTheLabelIsNotRemembered() {
    assertThat(ReleaseMemory.entry(new PodBuilder().withNewMetadata().endMetadata().build()))
        .isEmpty();
  }

  @Test
  void newestComesFirstAndOnce() {
    var memory = new ReleaseMemory(List.of(SEVEN, EIGHT)).with(EIGHT, Set.of(SEVEN, EIGHT));

    assertThat(memory.entries()).containsExactly(EIGHT, SEVEN);
  }

  /** Else an old template could come back past a minimum that was set meanwhile. */
  @Test
  void whatNoPodAsksForAnyMoreIsForgotten() {
    assertThat(new ReleaseMemory(List.of(SEVEN)).with(EIGHT, Set.of(EIGHT)).entries())
        .containsExactly(EIGHT);
    assertThat(new ReleaseMemory(List.of(EIGHT, SEVEN)).onlyOf(Set.of(EIGHT)).entries())
        .containsExactly(EIGHT);
  }

  /** All pods of an owner may be gone for a moment, as with a lost node. */
  @Test
  void lastOneIsKeptThoughNoPodIsThere() {
    assertThat(new ReleaseMemory(List.of(EIGHT)).onlyOf(Set.of()).entries()).containsExactly(EIGHT);
  }

  @Test
  void isReadAsItWasWritten() {
    var memory = new ReleaseMemory(List.of(EIGHT, SEVEN));
    var owner =
        new StatefulSetBuilder()
            .withNewMetadata()
            .addToAnnotations(Markers.RELEASED_ANNOTATION, memory.text())
            .endMetadata()
            .build();

    assertThat(ReleaseMemory.of(owner)).isEqualTo(memory);
    assertThat(ReleaseMemory.of(new StatefulSetBuilder().withNewMetadata().endMetadata().build()))
        .isEqualTo(new ReleaseMemory(List.of()));
  }

  private static Pod pod(Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("shop-0")
        .addToLabels(Markers.MIGRATION_LABEL, "orders")
        .addToLabels("controller-revision-hash", "shop-5d8")
        .addToAnnotations(annotations)
        .endMetadata()
        .build();
  }
}
