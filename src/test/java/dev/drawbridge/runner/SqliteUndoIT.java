package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back in a SQLite file. */
class SqliteUndoIT {

  private static final Map<String, String> FORWARDS =
      Map.of(
          "V1__orders.sql", "create table orders (id integer primary key);",
          "V2__log.sql",
              """
              create table log (what text);
              create trigger told after insert on orders begin
                insert into log values ('${flyway:filename}');
              end;
              """,
          "V3__more.sql", "alter table orders add column more text;");
  private static final String ENDLESS =
      "insert into log with recursive c (x) as (select 1 union all select x + 1 from c where x < 1000000000000) select max(x) from c;";

  @TempDir Path folder;
  private TestFile file;

  @BeforeEach
  void migrate() throws Exception {
    file = TestFile.in(folder);
    var outcome = runner("first", Map.of()).await();
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }

  private RunnerProcess runner(String name, Map<String, String> more) throws Exception {
    var scripts = new TreeMap<>(FORWARDS);
    scripts.putAll(more);
    var runner = file.runner(Files.createDirectory(folder.resolve(name)));
    scripts.forEach(runner::script);
    return runner.attempt("orders-8c1f2e07-" + name);
  }

  private RunnerProcess back(String name, String second, String third) throws Exception {
    return runner(name, Map.of("U2__log.sql", second, "U3__more.sql", third)).undoTo("1");
  }

  private void nothingIsUndone() throws Exception {
    assertThat(file.history()).containsExactly("1", "2", "3");
    assertThat(file.query("select name from pragma_table_info('orders')"))
        .containsExactly("id", "more");
    assertThat(file.tables()).contains("log");
  }

  @Test
  void scriptsAreUndoneAndPlainFlywayGoesOn() throws Exception {
    var outcome =
        back(
                "back",
                "drop trigger told;\ncreate trigger told after insert on orders begin select 1; end;\ndrop trigger told; drop table log;",
                "alter table orders drop column more; select * from orders; create table kept as select '${flyway:filename} of ${flyway:table}' as what;")
            .spec(
                "{\"verify\": [{\"name\": \"sound\", \"sql\": {\"query\": \"pragma integrity_check\", \"expect\": {\"equals\": \"ok\"}}}]}")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .filteredOn(line -> !line.startsWith("preflight"))
        .containsExactly(
            "undo Found plan: undo 3, 2, in one transaction",
            "undo Started 3 more: null",
            "undo Started 2 log: null",
            "undo Undone 3 more: null",
            "undo Undone 2 log: null",
            "verify Passed sound: found ok, expected ok",
            "end Found null: null",
            "end Ended null: null");
    assertThat(outcome.closing().message())
        .isEqualTo("schema 1, from 3: 2 scripts undone, 1 check passed.");
    assertThat(file.tables()).contains("orders").doesNotContain("log");
    assertThat(file.query("select what from kept"))
        .containsExactly("U3__more.sql of flyway_schema_history");
    assertThat(file.history()).containsExactly("1");
    migrateByPlainFlyway();
    assertThat(file.history()).containsExactly("1", "2", "3");
  }

  private void migrateByPlainFlyway() throws Exception {
    var files = Files.createDirectory(folder.resolve("files"));
    for (var script : FORWARDS.entrySet()) {
      Files.writeString(files.resolve(script.getKey()), script.getValue());
    }
    Files.writeString(files.resolve("U2__log.sql"), "drop table log;");
    var flyway =
        Flyway.configure()
            .dataSource("jdbc:sqlite:" + file.file(), "", "")
            .locations("filesystem:" + files)
            .load();
    flyway.migrate();
    flyway.validate();
  }

  @Test
  void ordinaryRunAppliesAgainWhatWasUndone() throws Exception {
    var back =
        back("back", "drop trigger told; drop table log;", "alter table orders drop column more;")
            .undoTo("")
            .await();
    assertThat(back.closing().reason()).isEqualTo(Reason.MISSING_UNDO_SCRIPT);
    nothingIsUndone();

    var all =
        runner(
                "all",
                Map.of(
                    "U1__orders.sql", "drop table orders;",
                    "U2__log.sql", "drop trigger told; drop table log;",
                    "U3__more.sql", "alter table orders drop column more;"))
            .undoTo("")
            .await();
    assertThat(all.exit()).as(all.output() + all.error()).isEqualTo(Exit.VERIFIED);
    assertThat(file.history()).isEmpty();

    var again = runner("again", Map.of()).await();
    assertThat(again.exit()).as(again.output() + again.error()).isEqualTo(Exit.VERIFIED);
    nothingIsUndone();
  }

  @Test
  void scriptThatFailsTakesAllBack() throws Exception {
    var outcome =
        back(
                "back",
                "drop trigger told;\ndrop table nowhere;",
                "alter table orders drop column more;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .startsWith("U2__log.sql, line 2: ")
        .contains(
            "no such table: nowhere", "Rolled back; nothing was undone, the schema stays at 3.");
    nothingIsUndone();
  }

  @Test
  void scriptOutsideATransactionIsDoneForItself() throws Exception {
    var outcome = back("back", "drop trigger told; drop table log;", "vacuum;").await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .contains("undo Found plan: undo 3, 2, one by one: not all can run in a transaction");
    assertThat(file.history()).containsExactly("1");
  }

  @Test
  void applicationThatWritesIsWaitedFor() throws Exception {
    var runner =
        back("back", "drop trigger told; drop table log;", "alter table orders drop column more;")
            .spec("{\"guardrails\": {\"lockTimeout\": \"500ms\", \"lockRetries\": 5}}");
    try (var application = file.connect();
        var statement = application.createStatement()) {
      statement.execute("begin immediate");
      runner.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> runner.output().contains("retry 1 of 5"));
      statement.execute("rollback");
    }
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .anyMatch(line -> line.startsWith("undo Waiting U3__more.sql: it waited too long"));
    assertThat(file.history()).containsExactly("1");
  }

  @Test
  void sigtermRollsBackAndTellsIt() throws Exception {
    var runner = back("back", ENDLESS, "alter table orders drop column more;").start();
    await().atMost(Duration.ofSeconds(60)).until(() -> runner.output().contains("2 log"));

    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("U2__log.sql", "it was rolled back", "The schema stays at 3");
    nothingIsUndone();
  }

  @Test
  void killedRunnerHasUndoneNothingAndTheNextOneDoesAll() throws Exception {
    var first = back("killed", ENDLESS, "alter table orders drop column more;").start();
    await().atMost(Duration.ofSeconds(60)).until(() -> first.output().contains("2 log"));
    first.process().destroyForcibly().waitFor();

    nothingIsUndone();
    var second =
        back("second", "drop trigger told; drop table log;", "alter table orders drop column more;")
            .await();

    assertThat(second.exit()).as(second.output() + second.error()).isEqualTo(Exit.VERIFIED);
    assertThat(file.history()).containsExactly("1");
  }

  @Test
  void statementTimeoutIsNamed() throws Exception {
    var outcome =
        back("back", ENDLESS, "alter table orders drop column more;")
            .spec("{\"guardrails\": {\"statementTimeout\": \"700ms\"}}")
            .await();

    assertThat(outcome.closing().reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    nothingIsUndone();
  }
}
