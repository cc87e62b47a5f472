package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the gate relies on once something is taken back. */
class LoweredTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static RollbackSpec undo(String to) {
    return new RollbackSpec(
        "orders", "why", new RollbackSpec.Undo(to), null, null, null, null, null, null, List.of());
  }

  private static RollbackSpec disable() {
    return new RollbackSpec(
        "orders", "why", null, null, null, new RollbackSpec.Disable(), null, null, null, List.of());
  }

  private static RollbackSpec run(RunStep.@Nullable Version version) {
    var step =
        new RunStep(
            "tool", List.of(), List.of(), List.of(), List.of(), null, Map.of(), List.of(), null,
            null, version);
    return new RollbackSpec("orders", "why", null, step, null, null, null, null, null, List.of());
  }

  private static PastRun past(String id, @Nullable String from, String to, String release) {
    return new PastRun(id, Run.VERIFIED, "Verified", "", release, null, from, to, null, NOW, NOW);
  }

  private static MigrationStatus status(List<String> applied, PastRun... runs) {
    var verified =
        new Verified(
            applied.getLast(),
            applied,
            null,
            List.of("r3", "r2", "r1"),
            null,
            "orders-db",
            "run-3",
            "digest",
            1L,
            NOW);
    return new MigrationStatus(
        1L,
        null,
        List.of(),
        verified,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(runs),
        List.of(),
        null);
  }

  private static Verified lowered(RollbackSpec back, MigrationStatus status) {
    return Objects.requireNonNull(Lowered.by(back, status));
  }

  @Test
  void whatIsAboveTheTargetIsNoLongerApplied() {
    var left = lowered(undo("6"), status(List.of("5", "6", "6.1", "7")));

    assertThat(left.version()).isEqualTo("6");
    assertThat(left.applied()).containsExactly("5", "6");
  }

  @Test
  void nothingThatAsksForNothingByNameIsLetThrough() {
    var left = lowered(undo("6"), status(List.of("6", "7")));

    assertThat(left.generation()).isNull();
    assertThat(left.inputs()).isEmpty();
  }

  @Test
  void onlyReleasesThatAreKnownToNeedNoMoreStay() {
    var left =
        lowered(
            undo("6"),
            status(List.of("5", "6", "7"), past("3", "6", "7", "r3"), past("2", "5", "6", "r2")));

    assertThat(left.releases()).containsExactly("r2");
  }

  @Test
  void disablingGoesBackBehindTheLastRunThatChangedAnything() {
    var left =
        lowered(
            disable(),
            status(List.of("5", "6", "7"), past("4", "7", "7", "r4"), past("3", "6", "7", "r3")));

    assertThat(left.version()).isEqualTo("6");
  }

  @Test
  void disablingWhatBeganWithNothingLeavesNothing() {
    assertThat(Lowered.by(disable(), status(List.of("1"), past("1", null, "1", "r1")))).isNull();
  }

  @Test
  void disablingWithoutMemoryLeavesNothing() {
    assertThat(Lowered.by(disable(), status(List.of("1", "2")))).isNull();
  }

  @Test
  void toolSaysWhereItLeads() {
    var left =
        lowered(
            run(new RunStep.Version("select version_num from alembic_version", "ae10")),
            status(List.of("bf21"), past("2", "ae10", "bf21", "r2")));

    assertThat(left.version()).isEqualTo("ae10");
    assertThat(left.applied()).containsExactly("ae10");
  }
}
