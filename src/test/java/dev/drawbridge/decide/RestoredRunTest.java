package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.status.Backup;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Run;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestoredRunTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final RollbackSpec.Restore LAST = new RollbackSpec.Restore(null);

  private static PastRun past(String id, String outcome, String from, String to, boolean saved) {
    var backup = new Backup("backups", id + ".dump", 1, "sum", NOW);
    return new PastRun(
        id, outcome, outcome, "", null, null, from, to, saved ? backup : null, NOW, NOW);
  }

  /** Newest first. */
  private static MigrationStatus status(PastRun... runs) {
    return new MigrationStatus(
        1L,
        null,
        List.of(),
        null,
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

  private static @Nullable String of(RollbackSpec.Restore restore, MigrationStatus status) {
    return RestoredRun.of(restore, status).map(PastRun::id).orElse(null);
  }

  @Test
  void runThatHasChangedNothingIsNotTheLastOne() {
    var status =
        status(
            past("c", Run.VERIFIED, "6", "6", false),
            past("b", Run.VERIFIED, "5", "6", true),
            past("a", Run.VERIFIED, "4", "5", true));

    assertThat(of(LAST, status)).isEqualTo("b");
    assertThat(RestoredRun.problem(LAST, status)).isEmpty();
    assertThat(of(new RollbackSpec.Restore("a"), status)).isEqualTo("a");
  }

  @Test
  void failedRunWithABackupOfItsOwnMakesPeopleSayHowFarToGo() {
    var status =
        status(past("c", Run.FAILED, "6", "6", true), past("b", Run.VERIFIED, "5", "6", true));

    assertThat(RestoredRun.problem(LAST, status))
        .hasValueSatisfying(words -> assertThat(words).contains("c (before it)", "b (before what"));
    assertThat(RestoredRun.problem(new RollbackSpec.Restore("c"), status)).isEmpty();
    assertThat(RestoredRun.problem(new RollbackSpec.Restore("b"), status)).isEmpty();
  }

  @Test
  void failedRunThatMadeNoBackupHasChangedNothing() {
    var status =
        status(past("c", Run.FAILED, "6", "6", false), past("b", Run.VERIFIED, "5", "6", true));

    assertThat(of(LAST, status)).isEqualTo("b");
    assertThat(RestoredRun.problem(LAST, status)).isEmpty();
  }

  @Test
  void runThatIsNotKnownOrHasNoBackupIsRefused() {
    var status = status(past("b", Run.VERIFIED, "5", "6", false));

    assertThat(RestoredRun.problem(new RollbackSpec.Restore("a"), status))
        .contains("Run a is not one of those that are remembered (status.run, status.history).");
    assertThat(RestoredRun.problem(LAST, status)).contains("Run b has made no backup.");
    assertThat(RestoredRun.problem(LAST, status())).isPresent();
  }

  @Test
  void versionThatStaysIsTheOneThatTheRunBeganFrom() {
    var status =
        status(past("b", Run.VERIFIED, "5", "6", true), past("a", Run.VERIFIED, "4", "5", true));
    var back =
        new RollbackSpec(
            "orders",
            "why",
            null,
            null,
            new RollbackSpec.Restore("a"),
            null,
            null,
            null,
            null,
            List.of());

    assertThat(Lowered.target(back, status)).contains("4");
  }
}
