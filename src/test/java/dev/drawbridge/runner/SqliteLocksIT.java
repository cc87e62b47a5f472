package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer at a time: another run, and an application that writes. */
class SqliteLocksIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ENDLESS =
      "insert into a with recursive c (x) as (select 1 union all select x + 1 from c where x < 1000000000000) select max(x) from c;";

  @TempDir Path folder;
  private TestFile file;

  @BeforeEach
  void table() throws Exception {
    file = TestFile.in(folder);
    file.execute("pragma journal_mode = wal", "create table a (id int)");
  }

  private RunnerProcess runner(String name) throws Exception {
    return RunnerProcess.onFile(
        file.claim(), file.path(), Files.createDirectory(folder.resolve(name)));
  }

  private static String spec(String guardrails) {
    return "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}], \"guardrails\": {%s}}"
        .formatted(guardrails);
  }

  private static void awaitOutput(RunnerProcess runner, String text) {
    await().atMost(LONG).until(() -> runner.output().contains(text));
  }

  @Test
  void secondRunWaitsForTheFirstAndSaysSo() throws Exception {
    var first = runner("1").script("V1__endless.sql", ENDLESS).spec(spec("")).start();
    awaitOutput(first, "1 endless");
    var second =
        runner("2")
            .run("5e2f")
            .script("V1__b.sql", "create table b (id int);")
            .spec(spec(""))
            .start();
    awaitOutput(second, "held by another run: run 8c1f2e07 of shop/orders");
    assertThat(file.tables()).doesNotContain("b");

    first.process().destroyForcibly();
    var outcome = second.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(file.tables()).contains("b");
  }

  @Test
  void applicationThatWritesIsWaitedForAndTriedAgain() throws Exception {
    try (var application = new WritingApplication(file)) {
      var runner =
          runner("1")
              .script("V1__b.sql", "create table b (id int);")
              .spec(spec("\"lockTimeout\": \"500ms\", \"lockRetries\": 10"))
              .start();
      awaitOutput(runner, "retry 2 of 10");
      application.commit();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
      assertThat(outcome.lines())
          .anyMatch(
              line -> line.contains("Waiting lock: held by another process that has the file open"))
          .anyMatch(line ->
              line.contains(
                  "history of scripts: it waited too long for a lock, held by another process"));
    }
  }

  @Test
  void lockThatIsNotFreeInTimeIsAFailureWithNothingApplied() throws Exception {
    try (var _ = new WritingApplication(file)) {
      var outcome =
          runner("1")
              .script("V1__b.sql", "create table b (id int);")
              .spec(spec("\"lockTimeout\": \"300ms\", \"lockRetries\": 0"))
              .await();

      assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(outcome.closing().message()).contains("SQLite does not say which", "300 ms");
    }
    assertThat(file.tables()).doesNotContain("b");
  }

  @Test
  void statementThatRunsTooLongIsEndedAndRolledBack() throws Exception {
    var outcome =
        runner("1")
            .script("V1__endless.sql", "create table b (id int);\n" + ENDLESS)
            .spec(spec("\"statementTimeout\": \"1s\""))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    assertThat(outcome.closing().message()).contains("line 2", "SQLITE_INTERRUPT", "Rolled back");
    assertThat(file.tables()).doesNotContain("b");
  }

  @Test
  void sigtermDuringALongStatementRollsItBackAndIsTold() throws Exception {
    var runner =
        runner("1")
            .script("V1__endless.sql", "create table b (id int);\n" + ENDLESS)
            .spec(spec(""))
            .start();
    awaitOutput(runner, "1 endless");
    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message()).contains("V1__endless.sql", "rolled back");
    assertThat(file.tables()).doesNotContain("b");
  }

  @Test
  void sigtermWhileTheApplicationWritesEndsTheWait() throws Exception {
    try (var _ = new WritingApplication(file)) {
      var runner =
          runner("1")
              .script("V1__b.sql", "create table b (id int);")
              .spec(spec("\"lockTimeout\": \"10m\""))
              .start();
      awaitOutput(runner, "held by another process");
      var started = System.nanoTime();
      runner.process().destroy();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void deadlineEndsAnEndlessScript() throws Exception {
    var outcome =
        runner("1")
            .script("V1__endless.sql", ENDLESS)
            .deadline(Duration.ofSeconds(8))
            .spec(spec(""))
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(file.query("select count(*) from a")).containsExactly("0");
  }

  @Test
  void killedRunnerLeavesNothingAndTheNextOneGoesOn() throws Exception {
    var first =
        runner("1")
            .script("V1__endless.sql", "create table b (id int);\n" + ENDLESS)
            .spec(spec(""))
            .start();
    awaitOutput(first, "1 endless");
    first.process().destroyForcibly();
    first.process().waitFor();

    var second = runner("2").script("V1__b.sql", "create table b (id int);").spec(spec("")).await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(file.history()).containsExactly("0", "1");
  }

  @Test
  void replacedFileEndsTheRunBeforeTheNextScript() throws Exception {
    try (var application = new WritingApplication(file)) {
      var runner =
          runner("1")
              .script("V1__b.sql", "create table b (id int);")
              .script("V2__c.sql", "create table c (id int);")
              .spec(spec("\"lockTimeout\": \"10m\""))
              .start();
      awaitOutput(runner, "held by another process");
      Files.copy(file.file(), file.file().resolveSibling("copy"));
      Files.move(
          file.file().resolveSibling("copy"),
          file.file(),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      application.commit();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(outcome.closing().message())
          .contains("replaced or removed data/app.db on claim orders-data");
    }
  }
}
