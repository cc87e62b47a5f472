package dev.drawbridge.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped, killed, or in each other's way. */
class InterruptedIT {

  private static final String LONG =
      "create table slow (id int);\ninsert into slow values (1);\nselect pg_sleep(25);";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner(String name) throws Exception {
    return RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)))
        .attempt("orders-8c1f2e07-" + name);
  }

  @Test
  void sigtermRollsTheStatementBackAndTellsIt() throws Exception {
    var runner =
        runner("one")
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__slow.sql", LONG)
            .start();
    database.awaitStatement("%pg_sleep%");
    var started = Instant.now();

    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(outcome.closing().reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(outcome.closing().message()).contains("V2__slow.sql", "rolled back", "stays at 1");
    assertThat(outcome.closing().to()).isEqualTo("1");
    assertThat(outcome.closing().applied()).isEqualTo(1);
    assertThat(RunLog.read(outcome.report()).closing()).contains(outcome.closing());
    assertThat(database.history()).containsExactly("1");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  @Test
  void sigtermOutsideATransactionSaysThatItMayBeHalfDone() throws Exception {
    database.execute("create schema x; create table x.orders (id int)");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("insert into x.orders values (1)");
      var runner =
          runner("one")
              .script("V1__slow.sql", "create index concurrently slow on x.orders (id);")
              .spec("{\"guardrails\": {\"lockTimeout\": \"30s\"}}")
              .start();
      database.awaitStatement("%create index concurrently%");

      runner.process().destroy();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(outcome.closing().message()).contains("V1__slow.sql", "half done");
      assertThat(database.history()).containsExactly("1 failed");
    }
  }

  @Test
  void deadlineInterruptsTheStatement() throws Exception {
    var outcome =
        runner("one").script("V1__slow.sql", LONG).deadline(Duration.ofMillis(4500)).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(outcome.closing().message())
        .contains("deadline passed", "V1__slow.sql", "rolled back", "guardrails.deadline");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  @Test
  void secondAttemptEndsTheStatementOfAKilledOneAndEachScriptIsAppliedOnce() throws Exception {
    var first =
        runner("first")
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__slow.sql", LONG)
            .start();
    database.awaitStatement("%pg_sleep%");
    first.process().destroyForcibly().waitFor();

    var second =
        runner("second")
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__slow.sql", LONG.replace("25", "0"))
            .await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.history()).containsExactly("1", "2");
    assertThat(database.query("select count(*) from slow")).containsExactly("1");
    assertThat(second.closing().from()).isEqualTo("1");
  }

  @Test
  void sessionOfADeadRunnerIsEnded() throws Exception {
    try (var orphan = database.connect();
        var statement = orphan.createStatement()) {
      statement.execute("set application_name = 'drawbridge/8c1f2e07/dead1'");
      var outcome = runner("one").script("V1__one.sql", "create table one (id int);").await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
      assertThat(outcome.lines())
          .anyMatch(line ->
              line.startsWith("preflight Found earlier attempt: its session was still at work")
                  && line.contains("drawbridge/8c1f2e07/dead1"))
          .contains("preflight Found earlier attempt: its sessions are gone");
      assertThat(orphan.isValid(1)).isFalse();
    }
  }

  @Test
  void sessionOfADeadRunnerThatMayNotBeEndedIsAwaited() throws Exception {
    var runner = runner("one").script("V1__one.sql", "create table one (id int);");
    try (var orphan = database.connectAsAdministrator();
        var statement = orphan.createStatement()) {
      statement.execute("set application_name = 'drawbridge/8c1f2e07/dead1'");
      runner.start();
      await().until(() -> runner.output().contains("may not end it"));
      assertThat(runner.output()).doesNotContain("1 one");
    }

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void secondRunWaitsForTheFirstAndBothAreRight() throws Exception {
    var slow = "create table slow (id int);\nselect pg_sleep(3);";
    var first = runner("first").script("V1__slow.sql", slow).start();
    database.awaitStatement("%pg_sleep%");

    var second = runner("second").run("other").script("V1__slow.sql", slow).await();

    assertThat(first.await().exit()).isEqualTo(Exit.VERIFIED);
    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.closing().applied()).isZero();
    assertThat(second.lines())
        .anyMatch(line ->
            line.startsWith("preflight Waiting database lock: held by another run: pid")
                && line.contains("drawbridge-lock/8c1f2e07"));
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void sigtermWhileWaitingForTheLockEndsAtOnce() throws Exception {
    var first = runner("first").script("V1__slow.sql", LONG).start();
    database.awaitStatement("%pg_sleep%");
    var second = runner("second").run("other").script("V1__slow.sql", LONG).start();
    await().until(() -> second.output().contains("database lock"));
    var started = Instant.now();

    second.process().destroy();
    var outcome = second.await();

    assertThat(outcome.exit()).isEqualTo(Exit.INTERRUPTED);
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(outcome.closing().message()).contains("No script was under way");
    first.process().destroyForcibly();
  }

  @Test
  void lostLockStopsBeforeTheNextScript() throws Exception {
    var runner =
        runner("one")
            .script("V1__slow.sql", "select pg_sleep(2);")
            .script("V2__two.sql", "create table two (id int);")
            .start();
    database.awaitStatement("%pg_sleep%");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'drawbridge-lock/%' and datname = current_database()");

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("session that holds the database lock was lost");
    assertThat(database.history()).containsExactly("1");
    assertThat(outcome.closing().to()).isEqualTo("1");
  }

  @Test
  void terminatedSessionIsInterruptedNotFailed() throws Exception {
    var runner = runner("one").script("V1__slow.sql", LONG).start();
    database.awaitStatement("%pg_sleep%");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'drawbridge/%' and datname = current_database()");

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(database.history()).isEmpty();
  }

  @Test
  void sessionsAreNamedAfterRunAndAttempt() throws Exception {
    var runner = runner("zx81q").script("V1__slow.sql", LONG).start();
    database.awaitStatement("%pg_sleep%");

    assertThat(
            database.query(
                "select application_name from pg_stat_activity where datname = current_database() and application_name like 'drawbridge%' order by 1"))
        .containsExactly("drawbridge-lock/8c1f2e07", "drawbridge/8c1f2e07/zx81q");
    await()
        .untilAsserted(() ->
            assertThat(new String(Files.readAllBytes(folder.resolve("zx81q/report")), UTF_8))
                .contains("1 slow"));
    runner.process().destroyForcibly();
  }

  @Test
  void lockThatIsLostDuringTheChecksIsNotVerified() throws Exception {
    var runner =
        runner("one")
            .script("V1__one.sql", "create table one (id int);")
            .spec(
                "{\"verify\": [{\"name\": \"slow\", \"sql\": {\"query\": \"select 1 from pg_sleep(2)\", \"expect\": {\"equals\": 1}}}]}")
            .start();
    database.awaitStatement("%pg_sleep%");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'drawbridge-lock/%' and datname = current_database()");

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message()).contains("database lock was lost");
  }

  @Test
  void deadlineThatPassesInTheQueueForTheLockNamesWhoHoldsIt() throws Exception {
    var first = runner("first").script("V1__slow.sql", LONG).start();
    database.awaitStatement("%pg_sleep%");
    var second =
        runner("second")
            .run("other")
            .deadline(Duration.ofSeconds(9))
            .script("V1__slow.sql", LONG)
            .await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(second.closing().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(second.closing().message())
        .contains("waited for the database lock", "drawbridge-lock/8c1f2e07", "Nothing was applied")
        .contains("the same database.queue")
        .doesNotContain("faster");
    first.process().destroyForcibly();
  }
}
