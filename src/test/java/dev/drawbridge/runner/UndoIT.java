package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back by undo scripts: the newest first, and the history stays Flyway's. */
class UndoIT {

  private static final Map<String, String> SCRIPTS =
      new TreeMap<>(
          Map.of(
              "V6__orders.sql", "create table orders (id int);",
              "V7__lines.sql", "create table lines (id int);\ninsert into lines values (1);",
              "V8__note.sql", "alter table lines add column ${note} text;",
              "R__names.sql", "create or replace view names as select 1 as one;",
              "U7__lines.sql", "-- drops what it is for\ndelete from lines;\ndrop table lines;",
              "U8__note.sql", "alter table lines drop column ${note};",
              "U6__orders.sql", "drop table orders;"));
  private static final String STEP =
      "\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"placeholders\": {\"note\": \"remark\"}%s}}]";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner(String name, Map<String, String> scripts, String spec)
      throws Exception {
    var runner = RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)));
    scripts.forEach(runner::script);
    return runner.spec(spec);
  }

  private RunnerProcess runner(String name) throws Exception {
    return runner(name, SCRIPTS, "{" + STEP.formatted("") + "}");
  }

  private static RunnerProcess.Outcome verified(RunnerProcess runner) throws Exception {
    var outcome = runner.await();
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    return outcome;
  }

  @Test
  void scriptsAboveTheVersionAreUndoneAndTheRestStays() throws Exception {
    verified(runner("first"));

    var spec =
        "{%s, \"guardrails\": {\"destructive\": \"Refuse\"}, \"verify\": [{\"name\": \"gone\", \"schema\": {\"tables\": [{\"name\": \"lines\"}], \"absent\": true}}]}"
            .formatted(STEP.formatted(""));
    var outcome = verified(runner("back", SCRIPTS, spec).undoTo("6"));

    assertThat(outcome.lines())
        .containsExactly(
            "undo Found plan: undo 8, 7, in one transaction",
            "undo Started 8 note: null",
            "undo Started 7 lines: null",
            "undo Undone 8 note: null",
            "undo Undone 7 lines: null",
            "verify Passed gone: 1 of 1 absent",
            "end Found null: null",
            "end Ended null: null");
    assertThat(outcome.events())
        .filteredOn(event -> event.state().word().equals("Undone"))
        .allMatch(event -> event.millis() != null);
    assertThat(outcome.closing().message())
        .isEqualTo("schema 6, from 8: 2 scripts undone, 1 check passed.");
    assertThat(outcome.closing().from()).isEqualTo("8");
    assertThat(outcome.closing().to()).isEqualTo("6");
    assertThat(outcome.closing().applied()).isZero();
    assertThat(outcome.applied()).isEqualTo(new AppliedVersions(null, List.of("6")));
    assertThat(database.history()).containsExactly("6");
    assertThat(
            database.query(
                "select to_regclass('lines') is null and to_regclass('names') is not null"))
        .containsExactly("t");
  }

  @Test
  void ordinaryRunAppliesAgainWhatWasUndone() throws Exception {
    verified(runner("first"));
    verified(runner("back").undoTo("6"));

    var outcome = verified(runner("again"));

    assertThat(outcome.closing().applied()).isEqualTo(2);
    assertThat(outcome.closing().from()).isEqualTo("6");
    assertThat(database.history()).containsExactly("6", "7", "8");
    assertThat(database.query("select count(remark) from lines")).containsExactly("0");
  }

  @Test
  void plainFlywayAcceptsTheHistoryAndGoesOn() throws Exception {
    verified(runner("first"));
    verified(runner("back").undoTo("6"));
    var files = Files.createDirectory(folder.resolve("files"));
    for (var script : SCRIPTS.entrySet()) {
      Files.writeString(files.resolve(script.getKey()), script.getValue());
    }
    var flyway =
        Flyway.configure()
            .dataSource(database.url(), database.name(), TestDatabase.PASSWORD)
            .locations("filesystem:" + files)
            .placeholders(Map.of("note", "remark"))
            .load();

    assertThat(flyway.info().pending())
        .extracting(info -> info.getVersion().getVersion())
        .containsExactly("7", "8");
    assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo("6");
    flyway.migrate();
    flyway.validate();

    assertThat(database.history()).containsExactly("6", "7", "8");
  }

  @Test
  void allCanBeUndoneAndAppliedAgain() throws Exception {
    verified(runner("first"));

    var outcome = verified(runner("back").undoTo(""));
    assertThat(outcome.closing().to()).isNull();
    assertThat(outcome.closing().message())
        .isEqualTo("no version, from 8: 3 scripts undone, 0 checks passed.");
    assertThat(outcome.applied()).isEqualTo(new AppliedVersions(null, List.of()));
    assertThat(database.history()).isEmpty();

    verified(runner("again"));
    assertThat(database.history()).containsExactly("6", "7", "8");
  }

  @Test
  void nothingAboveTheVersionIsNothingToDo() throws Exception {
    verified(runner("first"));

    var outcome = verified(runner("back").undoTo("8"));

    assertThat(outcome.lines()).contains("undo Skipped scripts: there is nothing to undo");
    assertThat(outcome.closing().message())
        .isEqualTo("schema 8: there was nothing to undo; 0 checks passed.");
    assertThat(outcome.applied().versions()).containsExactly("6", "7", "8");
    assertThat(database.history()).containsExactly("6", "7", "8");
  }

  @Test
  void historyOfASchemaWithAStrangeNameIsFoundAndItsScriptsLookThere() throws Exception {
    var spec = "{" + STEP.formatted(", \"schemas\": [\"Shop \\\"1\\\" 100%\"]") + "}";
    verified(runner("first", SCRIPTS, spec));
    var hostile = new TreeMap<>(SCRIPTS);
    hostile.put(
        "U8__note.sql",
        "alter table lines drop column ${note}; set search_path = pg_catalog; set role none;");

    var outcome = verified(runner("back", hostile, spec).undoTo("6"));

    assertThat(outcome.applied().versions()).containsExactly("6");
    assertThat(
            database.query(
                "select version from \"Shop \"\"1\"\" 100%\".flyway_schema_history where version is not null"))
        .containsExactly("6");
    assertThat(
            database.query(
                "select tablename from pg_tables where schemaname like 'Shop%' order by 1"))
        .containsExactly("flyway_schema_history", "orders");
  }

  @Test
  void baselineStaysAndIsAVersionToGoBackTo() throws Exception {
    database.execute("create table old (id int)");
    var spec = "{" + STEP.formatted(", \"baselineVersion\": \"5\"") + "}";
    verified(runner("first", SCRIPTS, spec));

    var below = runner("below", SCRIPTS, spec).undoTo("4").await();
    assertThat(below.closing().reason()).isEqualTo(Reason.NOT_AN_APPLIED_VERSION);
    assertThat(below.closing().message()).contains("below 5, the baseline");

    var outcome = verified(runner("back", SCRIPTS, spec).undoTo(""));
    assertThat(outcome.closing().to()).isEqualTo("5");
    assertThat(outcome.applied()).isEqualTo(new AppliedVersions("5", List.of("5")));
    assertThat(database.history()).containsExactly("5");
  }

  @Test
  void scriptsThatCannotRunInATransactionAreUndoneOneByOne() throws Exception {
    var scripts = new TreeMap<>(SCRIPTS);
    scripts.put("V9__index.sql", "create index concurrently by_id on lines (id);");
    scripts.put("U9__index.sql", "drop index concurrently if exists by_id;");
    var spec = "{" + STEP.formatted("") + "}";
    verified(runner("first", scripts, spec));

    var outcome = verified(runner("back", scripts, spec).undoTo("7"));

    assertThat(outcome.lines())
        .containsSubsequence(
            "undo Found plan: undo 9, 8, one by one: not all can run in a transaction",
            "undo Started 9 index: null",
            "undo Undone 9 index: null",
            "undo Started 8 note: null",
            "undo Undone 8 note: null");
    assertThat(database.history()).containsExactly("6", "7");
    assertThat(database.query("select to_regclass('by_id')")).containsExactly("null");
  }

  @Test
  void constraintsThatAreStillToBeCheckedDoNotKeepTheNextScriptFromDroppingItsTable()
      throws Exception {
    var scripts =
        Map.of(
            "V1__a.sql", "create table a (id int primary key);",
            "V2__b.sql",
                "create table b (a int references a deferrable initially deferred); insert into a values (1); insert into b values (1);",
            "U2__b.sql", "delete from b; delete from a;",
            "U1__a.sql", "drop table b; drop table a;");
    verified(runner("first", scripts, "{}"));

    verified(runner("back", scripts, "{}").undoTo(""));

    assertThat(database.query("select to_regclass('a')")).containsExactly("null");
  }

  @Test
  void theLastStepOfScriptsIsUndoneAndNoOther() throws Exception {
    var one =
        "{\"flyway\": {\"inline\": {\"V1__one.sql\": \"create table one (id int)\"}, \"schemas\": [\"a\"]}}";
    var two =
        "{\"flyway\": {\"inline\": {\"V1__two.sql\": \"create table two (id int)\", \"U1__two.sql\": \"drop table two\"}, \"schemas\": [\"b\"]}}";
    var spec = "{\"migrate\": [%s, %s]}".formatted(one, two);
    verified(runner("first", Map.of(), spec));

    verified(runner("back", Map.of(), spec).undoTo(""));

    assertThat(
            database.query(
                "select to_regclass('a.one') is not null and to_regclass('b.two') is null"))
        .containsExactly("t");
  }
}
