package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Quiesced;
import dev.drawbridge.api.status.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that moves work in flight, from end to end, with python3 of this machine. */
class QueueSqliteExampleIT {

  private static final String JOBS =
      "select id || ' ' || payload || ' ' || status from job order by id";
  private static final String TABLES =
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
  private static final String QUEUED = "select count(*) from queue";
  private static final String SPOIL = "update job set payload = 'order 100' where id = 100";
  private static final String CORRECT =
      "update job set payload = '{\"order\": 100}' where id = 100";

  private Stage stage;
  private AppliedExample<SqliteFile> example;

  @BeforeEach
  void prepare(@TempDir Path folder) throws Exception {
    stage = Stage.open(folder);
    example = AppliedExample.prepareFile(stage, "queue-sqlite");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private List<String> query(String sql) throws Exception {
    return example.database().query(sql);
  }

  private void assertMovedAndReleased(MigrationStatus status) throws Exception {
    assertThat(Stage.run(status).outcome())
        .as(Stage.run(status).message() + "\n" + Stage.run(status).logTail() + stage.logs())
        .isEqualTo(Run.VERIFIED);
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("2");
    assertThat(query(QUEUED)).containsExactly("50");
    assertThat(query("select status || ' ' || count(*) from job group by status order by status"))
        .containsExactly("done 50", "moved 50");
    example.awaitRelease();
  }

  @Test
  void workInFlightIsMovedAfterADryRun() throws Exception {
    example.apply();

    var status = example.awaitEnd(1);

    assertMovedAndReleased(status);
    assertThat(Stage.told(status, "preflight"))
        .containsSubsequence(
            "Started dry run",
            "Found queue: 50 jobs, rolled back",
            "Passed dry run: found exit code 0, expected exit code 0");
    assertThat(Stage.told(status, "migrate"))
        .containsSubsequence(
            "Applied 2 queue",
            "Applied queue: 50 jobs",
            "Applied step 2, python3 /tools/jobs.py move: exit code 0");
    assertThat(Stage.told(status, "verify"))
        .contains(
            "Passed left behind: found 0, expected 0",
            "Passed counts agree: found 0, expected 0",
            "Passed same as before: found exit code 0, expected exit code 0");
  }

  private void rollBack(String how) throws Exception {
    example.apply();
    assertMovedAndReleased(example.awaitEnd(1));

    var back = example.rollBack(how);

    assertThat(back.statusOrNone().phase())
        .as(back.statusOrNone() + stage.logs())
        .isEqualTo(Phase.ROLLED_BACK);
    assertThat(example.isHeld()).isTrue();
  }

  @Test
  void plannedRollbackBringsAllJobsBack() throws Exception {
    var before = query(JOBS);
    rollBack("planned");

    assertThat(query(TABLES)).containsExactlyInAnyOrder("flyway_schema_history", "job");
    assertThat(query(JOBS)).isEqualTo(before);
    assertStaysStopped("planned");
  }

  /** It would be pods of the only release there is, which needs what is not there any more. */
  private void assertStaysStopped(String how) throws Exception {
    assertThat(example.replicas()).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(example.find(how).statusOrNone().quiesced())
                .extracting(Quiesced::message)
                .containsExactly(
                    "stays stopped: its pods need schema 2 of Migration jobs, which was taken back. Apply a template that can do without"));
  }

  @Test
  void emergencyLeavesTheQueueAsItIs() throws Exception {
    rollBack("emergency");

    assertThat(query(QUEUED)).containsExactly("50");
  }

  @Test
  void backupIsPutBack() throws Exception {
    var before = query(JOBS);
    rollBack("restore");

    assertThat(query(TABLES)).containsExactly("job");
    assertThat(query(JOBS)).isEqualTo(before);
  }

  @Test
  void jobThatCannotBeMovedIsFoundByTheDryRun() throws Exception {
    example.database().execute(SPOIL);
    var before = query(JOBS);
    example.apply();

    var failed = Stage.run(example.awaitEnd(1));

    assertThat(failed.reason()).as(failed.message() + stage.logs()).isEqualTo("PreflightFailed");
    assertThat(failed.message())
        .contains("Check dry run", "100: CHECK constraint failed", "Nothing was applied");
    assertThat(query(TABLES)).containsExactly("job");
    assertThat(query(JOBS)).isEqualTo(before);
    assertThat(example.isHeld()).isTrue();

    example.database().execute(CORRECT);
    example.retry();

    assertMovedAndReleased(example.awaitEnd(2));
  }

  @Test
  void jobThatFailsTheMoveItselfLeavesAllJobsAsTheyWere() throws Exception {
    example.database().execute(SPOIL);
    var before = query(JOBS);
    example.applyWithout("preflight", "monitor", "onFailure", "rollback");

    var failed = Stage.run(example.awaitEnd(1));

    assertThat(failed.reason()).as(failed.message() + stage.logs()).isEqualTo("StepFailed");
    assertThat(failed.logTail()).contains("100: CHECK constraint failed");
    assertThat(query(QUEUED)).containsExactly("0");
    assertThat(query(JOBS)).isEqualTo(before);
    assertThat(example.isHeld()).isTrue();

    example.database().execute(CORRECT);
    example.retry();

    assertMovedAndReleased(example.awaitEnd(2));
  }

  @Test
  void jobThatWasJustBegunIsLeftToItsWorker() throws Exception {
    example.database().execute("update job set started_at = datetime('now') where id = 4");
    example.apply();

    var failed = Stage.run(example.awaitEnd(1));

    assertThat(failed.message())
        .contains("no job was begun in the last minute", "found 1, expected 0");
    assertThat(query(TABLES)).containsExactly("job");
    assertThat(example.isHeld()).isTrue();
  }
}
