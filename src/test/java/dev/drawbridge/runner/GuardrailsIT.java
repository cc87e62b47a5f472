package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What protects a database while others use it: pauses, limits, the lock, and a killed client. */
class GuardrailsIT {

  private static final Pattern PAUSE = Pattern.compile("Tried again in ([0-9.]+) s");
  private static final String BUSY = "create schema x; create table x.busy (id int)";
  private static final String ALTER = "alter table x.busy add column more int;";
  private static final String INDEX = "create index concurrently busy_id on x.busy (id);";

  private static final String SESSIONS =
      "select pid from pg_stat_activity where application_name like 'drawbridge%' and datname = current_database()";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner(TestDatabase of, String name) throws Exception {
    return RunnerProcess.on(of, Files.createDirectory(folder.resolve(name)))
        .attempt("orders-8c1f2e07-" + name);
  }

  private static Connection block(TestDatabase database, String sql) throws SQLException {
    var session = database.connect();
    session.setAutoCommit(false);
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
    return session;
  }

  private static String guardrails(String fields) {
    return "{\"guardrails\": {%s}}".formatted(fields);
  }

  private static List<Double> pauses(RunnerProcess.Outcome outcome) {
    return outcome.lines().stream()
        .flatMap(line -> PAUSE.matcher(line).results())
        .map(found -> Double.valueOf(found.group(1)))
        .toList();
  }

  @Test
  void pausesBeforeRetriesGrowAndDifferFromRunToRun() throws Exception {
    var runners = new ArrayList<RunnerProcess>();
    var blockers = new ArrayList<Connection>();
    for (var place : List.of(database, TestDatabase.create(), TestDatabase.create())) {
      place.execute(BUSY);
      blockers.add(block(place, "lock table x.busy"));
      runners.add(
          runner(place, place.name())
              .script("V1__one.sql", ALTER)
              .spec(guardrails("\"lockTimeout\": \"100ms\", \"lockRetries\": 3"))
              .start());
    }

    var seen = new ArrayList<List<Double>>();
    for (var runner : runners) {
      seen.add(pauses(runner.await()));
    }

    assertThat(seen)
        .allSatisfy(pauses -> {
          assertThat(pauses).hasSize(3);
          assertThat(pauses.get(0)).isBetween(0.5, 1.5);
          assertThat(pauses.get(1)).isBetween(1.0, 3.0);
          assertThat(pauses.get(2)).isBetween(2.0, 6.0);
        });
    assertThat(seen.stream().distinct()).as("jitter: %s", seen).hasSizeGreaterThan(1);
    for (var blocker : blockers) {
      blocker.close();
    }
  }

  @Test
  void sigtermInThePauseBeforeARetryEndsTheRunAtOnce() throws Exception {
    database.execute(BUSY);
    try (var other = block(database, "lock table x.busy")) {
      var runner =
          runner(database, "one")
              .script("V1__one.sql", ALTER)
              .spec(guardrails("\"lockTimeout\": \"100ms\", \"lockRetries\": 9"))
              .start();
      await().atMost(Duration.ofSeconds(40)).until(() -> runner.output().contains("retry 4 of 9"));
      var started = Instant.now();

      runner.process().destroy();
      var outcome = runner.await();

      assertThat(other.isClosed()).isFalse();
      assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.INTERRUPTED);
      assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(3));
    }
    assertThat(database.history()).isEmpty();
  }

  @Test
  void runEndsAndTellsSoBeforeItsDeadline() throws Exception {
    var deadline = Duration.ofSeconds(7);
    var until = Instant.now().plus(deadline);
    var outcome =
        runner(database, "one")
            .script("V1__slow.sql", "select pg_sleep(60);")
            .deadline(deadline)
            .await();

    assertThat(Instant.now()).isBefore(until);
    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(outcome.report()).contains("DeadlineExceeded");
  }

  @Test
  void lockIsHeldThroughAScriptOutsideTransactions() throws Exception {
    database.execute(BUSY);
    try (var other = block(database, "insert into x.busy values (1)")) {
      var first =
          runner(database, "first")
              .script("V1__index.sql", INDEX)
              .spec(guardrails("\"lockTimeout\": \"60s\""))
              .start();
      database.awaitStatement("%create index concurrently%");
      var second = runner(database, "second").run("other").script("V1__index.sql", INDEX).start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> second.output().contains("held by another run"));
      other.rollback();

      var done = first.await();
      var after = second.await();

      assertThat(done.exit()).as(done.output()).isEqualTo(Exit.VERIFIED);
      assertThat(after.exit()).as(after.output()).isEqualTo(Exit.VERIFIED);
      assertThat(after.closing().applied()).isZero();
    }
    assertThat(database.history()).containsExactly("1");
    assertThat(
            database.query(
                "select indisvalid from pg_index where indexrelid = 'x.busy_id'::regclass"))
        .containsExactly("t");
  }

  @Test
  void serverEndsTheStatementOfAKilledRunnerByItself() throws Exception {
    var runner = runner(database, "one").script("V1__slow.sql", "select pg_sleep(300);").start();
    database.awaitStatement("%pg_sleep%");

    runner.process().destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(20)).until(() -> database.query(SESSIONS).isEmpty());
  }
}
