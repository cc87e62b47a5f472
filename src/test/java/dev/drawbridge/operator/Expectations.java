package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;

/** What tests of the operator look for on a stage. */
final class Expectations {

  private static final Duration LONG_ENOUGH_FOR_ANOTHER_RUN = Duration.ofMillis(800);

  private Expectations() {}

  static boolean isVerifiedAndReleased(MigrationStatus status) {
    return status.phase() == Phase.VERIFIED
        && status.gates().stream().noneMatch(Gate::isHeld)
        && !status.gates().isEmpty();
  }

  /** Whether {@code count} runs are recorded, the current one among them. */
  static boolean hasRuns(MigrationStatus status, int count) {
    return status.run() != null && status.history().size() == count - 1;
  }

  static boolean isLetGo(HasMetadata resource) {
    return !resource.hasFinalizer(Markers.RUN_FINALIZER);
  }

  static void assertThatNoOtherRunStarts(Stage stage, String migration, int runs) {
    await()
        .during(LONG_ENOUGH_FOR_ANOTHER_RUN)
        .atMost(Duration.ofSeconds(5))
        .until(() -> stage.jobs().size() == runs && hasRuns(stage.status(migration), runs));
  }

  static void awaitNothingKept(Stage stage, String migration) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() ->
            stage.jobs().stream().allMatch(Expectations::isLetGo)
                && isLetGo(stage.find(migration).orElseThrow()));
  }
}
