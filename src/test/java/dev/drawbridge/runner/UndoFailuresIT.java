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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A way back that is refused or fails: what stays is told, and is true. */
class UndoFailuresIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Map<String, String> FORWARDS =
      Map.of(
          "V1__one.sql", "create table one (id int);",
          "V2__two.sql", "create table two (id int);",
          "V3__index.sql", "create index two_id on two (id);");

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @BeforeEach
  void migrate() throws Exception {
    var outcome = runner("first", Map.of()).await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  private RunnerProcess runner(String name, Map<String, String> more) throws Exception {
    var scripts = new TreeMap<>(FORWARDS);
    scripts.putAll(more);
    var runner =
        RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)))
            .attempt("orders-8c1f2e07-" + name);
    scripts.forEach(runner::script);
    return runner;
  }

  private RunnerProcess back(String name, String second, String third) throws Exception {
    return runner(name, Map.of("U2__two.sql", second, "U3__index.sql", third)).undoTo("1");
  }

  private static void awaitOutput(RunnerProcess runner, String text) {
    await().atMost(LONG).until(() -> runner.output().contains(text));
  }

  private void nothingIsUndone() {
    assertThat(database.history()).containsExactly("1", "2", "3");
    assertThat(database.query("select to_regclass('two_id')")).containsExactly("two_id");
  }

  @Test
  void missingUndoScriptsAreListedAndNothingIsChanged() throws Exception {
    var outcome = runner("back", Map.of("U2__two.sql", "drop table two;")).undoTo("").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.MISSING_UNDO_SCRIPT);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "There is no undo script for V3__index.sql, V1__one.sql. Nothing was undone. Add U3__index.sql, which takes back what V3__index.sql does, and so on; then create a new Rollback.");
    nothingIsUndone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "begin; drop table two; commit; | TransactionControl | U2__two.sql, line 1: BEGIN begins or ends a transaction",
        "drop table two; vacuum one; | MixedScript | VACUUM ONE cannot run in a transaction",
        "delete from flyway_schema_history; | RuleBroken | the history of the scripts themselves",
        "drop table ${nothing}; | PlaceholderWithoutValue | There is no value for the placeholder ${nothing}",
      })
  void undoScriptsObeyTheRulesOfScripts(String second, String reason, String words)
      throws Exception {
    var outcome = back("back", second, "drop index two_id;").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason().word()).isEqualTo(reason);
    assertThat(outcome.closing().message())
        .contains(words, "Nothing was undone")
        .doesNotContain("applied.");
    nothingIsUndone();
  }

  @Test
  void versionThatIsNotAppliedIsRefused() throws Exception {
    var outcome = back("back", "select 1;", "select 1;").undoTo("2.5").await();

    assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NOT_AN_APPLIED_VERSION);
    assertThat(outcome.closing().message()).contains("Version 2.5 is not applied", "3, 2, 1");
    nothingIsUndone();
  }

  @Test
  void failedRowIsRefusedWithTheCommandThatRepairsIt() throws Exception {
    database.execute("update flyway_schema_history set success = false where version = '3'");

    var outcome = back("back", "drop table two;", "drop index two_id;").await();

    assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.FAILED_SCRIPT_IN_HISTORY);
    assertThat(outcome.closing().message())
        .contains("V3__index.sql", "delete from flyway_schema_history where not success;")
        .contains("create a new Rollback", "Nothing was undone.");
    assertThat(database.history()).containsExactly("1", "2", "3 failed");
  }

  @Test
  void migrationWithoutScriptsHasNoUndoScripts() throws Exception {
    var outcome =
        runner("back", Map.of())
            .spec("{\"migrate\": [{\"run\": {\"image\": \"tool\", \"command\": [\"down\"]}}]}")
            .undoTo("1")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().message()).contains("no step of scripts", "Nothing was undone");
    nothingIsUndone();
  }

  @Test
  void scriptThatFailsTakesAllOfTheTransactionBack() throws Exception {
    var outcome =
        back("back", "drop table two;\n\ndrop table nowhere;", "drop index two_id;").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.SCRIPT_FAILED);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "U2__two.sql, line 3: table \"nowhere\" does not exist (SQL state 42P01). Rolled back; nothing was undone, the schema stays at 3. Correct the undo script, then create a new Rollback.");
    assertThat(outcome.failure().line()).isEqualTo(3);
    assertThat(outcome.failure().statement()).isEqualTo("drop table nowhere");
    assertThat(outcome.lines()).anyMatch(line -> line.startsWith("undo Failed U2__two.sql: "));
    assertThat(outcome.lines()).noneMatch(line -> line.startsWith("undo Undone"));
    assertThat(outcome.applied().versions()).containsExactly("1", "2", "3");
    nothingIsUndone();
  }

  @Test
  void scriptOutsideATransactionThatFailsSaysWhereItStandsAndTheNextOneGoesOn() throws Exception {
    var third = "drop index two_id;";
    var outcome = back("back", "drop index concurrently nowhere;", third).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .startsWith("U2__two.sql, line 1: index \"nowhere\" does not exist (SQL state 42704).")
        .contains("may be half done; its row is still in the history")
        .contains("undone before: 3; the schema stays at 2", "a new Rollback goes on with it");
    assertThat(outcome.closing().to()).isEqualTo("2");
    assertThat(outcome.applied().versions()).containsExactly("1", "2");
    assertThat(database.history()).containsExactly("1", "2");

    var again = back("again", "drop table two;", third).await();
    assertThat(again.exit()).as(again.output()).isEqualTo(Exit.VERIFIED);
    assertThat(again.lines()).filteredOn(line -> line.startsWith("undo Undone")).hasSize(1);
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void failedCheckSaysThatTheScriptsAreUndone() throws Exception {
    var outcome =
        back("back", "drop table two;", "drop index two_id;")
            .spec(
                "{\"verify\": [{\"name\": \"none\", \"sql\": {\"query\": \"select 2\", \"expect\": {\"equals\": 1}}}]}")
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(outcome.closing().message())
        .contains("found 2, expected 1. The scripts are undone, and stay so.")
        .doesNotContain("applied", "retry");
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void statementTimeoutIsNamed() throws Exception {
    var outcome =
        back("back", "drop table two;\nselect pg_sleep(55);", "drop index two_id;")
            .spec("{\"guardrails\": {\"statementTimeout\": \"700ms\"}}")
            .await();

    assertThat(outcome.closing().reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    assertThat(outcome.closing().message()).contains("U2__two.sql, line 2", "(700 ms)");
    nothingIsUndone();
  }

  @Test
  void lockThatIsNotFreeIsWaitedForAndAllBeginsAgain() throws Exception {
    var runner = locked(3);
    try (var other = block("one")) {
      runner.start();
      awaitOutput(runner, "retry 2 of 3");
      other.rollback();
    }
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.startsWith("undo Waiting U2__two.sql: it waited too long for a lock, held by pid"))
        .anyMatch(line -> line.startsWith("undo Waiting lock: blocked by pid"));
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void retriesComeToAnEndAndTheHolderIsNamed() throws Exception {
    try (var other = block("one")) {
      var outcome = locked(1).await();

      assertThat(other.isClosed()).isFalse();
      assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(outcome.closing().message()).contains("The lock was held by pid");
      nothingIsUndone();
    }
  }

  private RunnerProcess locked(int retries) throws Exception {
    return back(
            "back", "drop table two; alter table one add column more int;", "drop index two_id;")
        .spec(
            "{\"guardrails\": {\"lockTimeout\": \"600ms\", \"lockRetries\": %d}}"
                .formatted(retries));
  }

  private Connection block(String table) throws SQLException {
    var session = database.connect();
    session.setAutoCommit(false);
    try (var statement = session.createStatement()) {
      statement.execute("lock table " + table);
    }
    return session;
  }

  @Test
  void rowThatIsGoneIsNoticedAndNothingIsUndone() throws Exception {
    var outcome =
        back(
                "back",
                "do $$ begin execute 'delete from flyway_' || 'schema_history where version = ''2'''; end $$;",
                "drop index two_id;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("the row of 2 two", "is gone", "rolled back");
    nothingIsUndone();
  }
}
