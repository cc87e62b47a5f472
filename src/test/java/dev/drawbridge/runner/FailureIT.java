package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script that fails is told with what, where, how things stand, and what to do. */
class FailureIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder);
  }

  @Test
  void syntaxErrorInTheThirdOfFiveKeepsTheFirstTwo() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__two.sql", "create table two (id int);")
            .script(
                "V3__three.sql",
                "-- third\ncreate table three (id int);\n\ncreate table\n  four (id imt);")
            .script("V4__four.sql", "select 4;")
            .script("V5__five.sql", "select 5;")
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.SCRIPT_FAILED);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "V3__three.sql, line 5: type \"imt\" does not exist (SQL state 42704). Rolled back; the schema stays at 2. Correct the script and apply it again.");
    var failure = outcome.failure();
    assertThat(failure.script()).isEqualTo("V3__three.sql");
    assertThat(failure.line()).isEqualTo(5);
    assertThat(failure.sqlState()).isEqualTo("42704");
    assertThat(failure.statement()).isEqualTo("create table\n  four (id imt)");
    assertThat(outcome.closing().to()).isEqualTo("2");
    assertThat(outcome.closing().applied()).isEqualTo(2);
    assertThat(outcome.applied().versions()).containsExactly("1", "2");
    assertThat(database.history()).containsExactly("1", "2");
    assertThat(database.query("select to_regclass('three')")).containsExactly("null");
  }

  @Test
  void deferredConstraintThatFailsAtCommitIsNotToldAsApplied() throws Exception {
    var outcome =
        runner()
            .script(
                "V1__one.sql",
                "create table a (id int primary key, b int references a deferrable initially deferred);")
            .script("V2__two.sql", "insert into a values (1, 99);")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.output()).contains("violates foreign key constraint");
    assertThat(outcome.lines()).doesNotContain("migrate Applied 2 two: null");
    assertThat(outcome.closing().to()).isEqualTo("1");
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void lockTimeoutSaysWhoBlocks() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'nightly-report'; lock table x.busy");
      var outcome =
          runner()
              .script("V1__one.sql", "alter table x.busy add column more int;")
              .spec("{\"guardrails\": {\"lockTimeout\": \"1s\", \"lockRetries\": 0}}")
              .await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(outcome.closing().message())
          .contains("V1__one.sql, line 1", "55P03", "nightly-report", "of user " + database.name());
      assertThat(outcome.closing().message()).contains("idle in transaction");
      assertThat(outcome.output() + outcome.error())
          .as("what others run")
          .doesNotContain("lock table");
      assertThat(outcome.lines())
          .filteredOn(line -> line.startsWith("migrate Waiting lock: blocked by pid"))
          .hasSize(1);
    }
    assertThat(database.history()).isEmpty();
  }

  @Test
  void statementTimeoutIsTold() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "select pg_sleep(30);")
            .spec("{\"guardrails\": {\"statementTimeout\": \"700ms\"}}")
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    assertThat(outcome.closing().message())
        .contains("57014", "guardrails.statementTimeout (700 ms)");
  }

  @Test
  void limitsThatAScriptChangesHoldForItAlone() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "set statement_timeout = 0;")
            .script("V2__two.sql", "select pg_sleep(30);")
            .spec("{\"guardrails\": {\"statementTimeout\": \"700ms\"}}")
            .await();
    assertThat(outcome.closing().reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    assertThat(outcome.closing().to()).isEqualTo("1");
  }

  @Test
  void failedConcurrentIndexIsNamedAndTheNextRunRefuses() throws Exception {
    var script = "create unique index concurrently orders_once on orders (id);";
    var outcome =
        runner()
            .script(
                "V1__one.sql", "create table orders (id int); insert into orders values (1), (1);")
            .script("V2__two.sql", script)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .contains(
            "23505",
            "may be half done",
            "DROP INDEX CONCURRENTLY IF EXISTS public.orders_once;",
            "delete from flyway_schema_history where not success;");
    assertThat(database.history()).containsExactly("1", "2 failed");

    var again =
        RunnerProcess.on(database, Files.createDirectory(folder.resolve("again")))
            .script(
                "V1__one.sql", "create table orders (id int); insert into orders values (1), (1);")
            .script("V2__two.sql", script)
            .await();
    assertThat(again.exit()).isEqualTo(Exit.REFUSED);
    assertThat(again.closing().reason()).isEqualTo(Reason.FAILED_SCRIPT_IN_HISTORY);
    assertThat(again.closing().message())
        .contains("V2__two.sql", "delete from flyway_schema_history");
  }

  @Test
  void concurrentIndexIsBuiltWhileTheLocksAreHeld() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table orders (id int);")
            .script("V2__two.sql", "create index concurrently orders_id on orders (id);")
            .spec(
                """
                {"verify": [{"name": "index", "schema": {"tables": [{"name": "orders", "indexes": ["orders_id"]}]}}]}
                """)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void missingRightInAScriptIsTold() throws Exception {
    var outcome = runner().script("V1__one.sql", "create role boss superuser;").await();
    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.MISSING_RIGHT);
  }

  @Test
  void wrongResultClosesTheGateAfterTheScripts() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);")
            .spec(
                """
                {"verify": [{"name": "rows", "sql": {"query": "select repeat('x', 1000)", "expect": {"equals": "y"}}},
                            {"name": "broken", "sql": {"query": "select nothing", "expect": {"rows": 0}}},
                            {"name": "writes", "sql": {"query": "insert into one values (1) returning id", "expect": {"equals": 1}}}]}
                """)
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(outcome.closing().message())
        .contains("Check rows: found xxx", "3 of 3 checks failed");
    assertThat(outcome.output())
        .contains("x".repeat(199) + "…, expected y")
        .doesNotContain("x".repeat(201));
    assertThat(outcome.lines())
        .anyMatch(line -> line.contains("broken: ") && line.contains("42703"));
    assertThat(outcome.lines())
        .anyMatch(line -> line.contains("writes: ") && line.contains("25006"));
    assertThat(outcome.closing().to()).isEqualTo("1");
  }

  @Test
  void writingCheckIsCommittedIfItSaysSo() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);")
            .spec(
                """
                {"verify": [{"name": "writes", "sql": {"readOnly": false, "query": "insert into one values (1) returning id", "expect": {"equals": 1}}}]}
                """)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select id from one")).containsExactly("1");
  }

  @Test
  void onlyIndexesThatTheScriptHasLeftInvalidAreNamed() throws Exception {
    database.execute(
        "create schema x; create table x.orders (id int); create table x.other (id int)");
    database.execute("insert into x.orders values (1), (1)");
    try (var older = database.connect();
        var statement = older.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("create unique index concurrently older on x.orders (id)"))
          .isInstanceOf(SQLException.class);
    }
    try (var first = database.connect();
        var second = database.connect();
        var builder = database.connect()) {
      block(first, "insert into x.orders values (2)");
      block(second, "insert into x.other values (2)");
      var runner =
          runner()
              .script("V1__once.sql", "create unique index concurrently once on x.orders (id);")
              .spec("{\"guardrails\": {\"lockTimeout\": \"30s\"}}")
              .start();
      awaitIndex("once");
      var build =
          CompletableFuture.runAsync(
              () -> run(builder, "create index concurrently building on x.other (id)"));
      awaitIndex("building");
      first.rollback();

      var outcome = runner.await();

      assertThat(outcome.closing().message())
          .as(outcome.output())
          .contains("DROP INDEX CONCURRENTLY IF EXISTS x.once;")
          .doesNotContain("x.older", "x.building");
      second.rollback();
      build.join();
    }
  }

  private static void block(Connection session, String sql) throws SQLException {
    session.setAutoCommit(false);
    run(session, sql);
  }

  private static void run(Connection session, String sql) {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void awaitIndex(String name) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            database.query("select to_regclass('x." + name + "')").equals(List.of("x." + name)));
  }
}
