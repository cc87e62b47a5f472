package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A way back that is killed, stopped or cut off: what stays is told, and is true. */
class UndoInterruptedIT {

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

  private void nothingIsUndone() {
    assertThat(database.history()).containsExactly("1", "2", "3");
    assertThat(database.query("select to_regclass('two_id')")).containsExactly("two_id");
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
  void killedRunnerHasUndoneNothingAndTheNextOneDoesAll() throws Exception {
    var first =
        back("killed", "drop table two;\nselect pg_sleep(55);", "drop index two_id;").start();
    database.awaitStatement("%pg_sleep%");
    first.process().destroyForcibly().waitFor();

    nothingIsUndone();
    var second = back("second", "drop table two;", "drop index two_id;").await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.closing().message()).startsWith("schema 1, from 3: 2 scripts undone");
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void killedBetweenTwoScriptsIsGoneOnWith() throws Exception {
    var third = "drop index concurrently two_id;";
    var first = back("killed", "drop table two;\nselect pg_sleep(55);", third).start();
    database.awaitStatement("%pg_sleep%");
    first.process().destroyForcibly().waitFor();

    assertThat(database.history()).containsExactly("1", "2");
    var second = back("second", "drop table two;", third).await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.closing().message()).startsWith("schema 1, from 2: 1 script undone");
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void sigtermRollsBackAndTellsIt() throws Exception {
    var runner =
        back("back", "drop table two;\nselect pg_sleep(55);", "drop index two_id;").start();
    database.awaitStatement("%pg_sleep%");

    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("stopped from outside while U2__two.sql ran: it was rolled back")
        .contains("The schema stays at 3", "create a new Rollback.")
        .doesNotContain("retry");
    nothingIsUndone();
  }

  @Test
  void sigtermOutsideATransactionSaysWhatIsLeft() throws Exception {
    try (var other = block("two")) {
      var runner =
          back("back", "drop table two;", "drop index concurrently two_id;")
              .spec("{\"guardrails\": {\"lockTimeout\": \"50s\"}}")
              .start();
      database.awaitStatement("%drop index concurrently%");

      runner.process().destroy();
      var outcome = runner.await();

      assertThat(other.isClosed()).isFalse();
      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(outcome.closing().message())
          .contains("U3__index.sql", "may be half done", "Its row is still in the history");
      assertThat(database.history()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void deadlineRollsBack() throws Exception {
    var outcome =
        back("back", "drop table two;\nselect pg_sleep(55);", "drop index two_id;")
            .deadline(Duration.ofSeconds(6))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    nothingIsUndone();
  }

  @Test
  void connectionThatIsLostTakesAllBack() throws Exception {
    var runner =
        back("back", "drop table two;\nselect pg_sleep(55);", "drop index two_id;").start();
    database.awaitStatement("%pg_sleep%");
    database.endStatements();

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains(
            "U2__two.sql", "it was rolled back. The schema stays at 3", "create a new Rollback");
    nothingIsUndone();
  }

  @Test
  void connectionThatIsLostAtTheCommitLeavesTheFateOpen() throws Exception {
    database.execute(
        """
        create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(55); return null; end';
        create constraint trigger waits after delete on flyway_schema_history deferrable initially deferred
          for each row execute function wait();
        """);
    var runner = back("back", "select 1;", "drop index two_id;").undoTo("2").start();
    database.awaitStatement("commit%");
    database.endStatements();

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("hether it was committed is not known; the next run reads the history")
        .doesNotContainIgnoringCase("rolled back");
    nothingIsUndone();
  }

  @Test
  void commitThatIsCancelledBySigtermIsRolledBack() throws Exception {
    database.execute(
        """
        create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(55); return null; end';
        create constraint trigger waits after delete on flyway_schema_history deferrable initially deferred
          for each row execute function wait();
        """);
    var runner = back("back", "select 1;", "drop index two_id;").undoTo("2").start();
    database.awaitStatement("commit%");
    runner.process().destroy();

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message()).contains("it was rolled back");
    nothingIsUndone();
  }
}
