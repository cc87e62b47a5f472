package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several steps of scripts: each has a history of its own, and the last version counts. */
class SeveralStepsIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner(String name, String steps) throws Exception {
    return RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)))
        .spec("{\"migrate\": [" + steps + "]}");
  }

  private static String step(String file, String sql, String fields) {
    return "{\"flyway\": {\"inline\": {\"%s\": \"%s\"}%s}}".formatted(file, sql, fields);
  }

  private static String in(String schema) {
    return ", \"schemas\": [\"" + schema + "\"]";
  }

  @Test
  void twoStepsOnOneSchemaAreRefusedBeforeAnythingIsApplied() throws Exception {
    var outcome =
        runner(
                "one",
                step("V1__one.sql", "create table one (id int)", in("public"))
                    + ", "
                    + step("V2__two.sql", "create table two (id int)", ""))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.UNSUPPORTED_SPEC);
    assertThat(outcome.closing().message())
        .contains(
            "spec.migrate[0] and spec.migrate[1]",
            "schema public",
            "Put their ConfigMaps into one step",
            "Nothing was applied");
    assertThat(database.query("select to_regclass('one')")).containsExactly("null");
  }

  @Test
  void twoStepsOnTwoSchemasAreBothAppliedAndTheLastVersionCounts() throws Exception {
    var steps =
        step("V7__one.sql", "create table one (id int)", in("a") + ", \"baselineVersion\": \"5\"")
            + ", "
            + step("V2__two.sql", "create table two (id int)", in("b"));
    var first = runner("first", steps).await();
    var again = runner("again", steps).await();

    assertThat(first.exit()).as(first.output()).isEqualTo(Exit.VERIFIED);
    assertThat(first.closing().applied()).isEqualTo(2);
    assertThat(first.closing().from()).isNull();
    assertThat(first.closing().to()).isEqualTo("2");
    assertThat(first.applied().floor()).isNull();
    assertThat(first.applied().versions()).containsExactly("2");
    assertThat(again.exit()).as(again.output()).isEqualTo(Exit.VERIFIED);
    assertThat(again.closing().from()).isEqualTo("2");
    assertThat(database.query("select to_regclass('a.one')")).containsExactly("a.one");
    assertThat(database.query("select to_regclass('b.two')")).containsExactly("b.two");
  }

  @Test
  void stepWithoutVersionsDoesNotHideTheVersionOfTheOneBefore() throws Exception {
    var outcome =
        runner(
                "one",
                step("V7__one.sql", "create table one (id int)", in("a"))
                    + ", "
                    + step("R__views.sql", "create or replace view v as select 1", in("b")))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().to()).isEqualTo("7");
    assertThat(outcome.applied().versions()).containsExactly("7");
  }

  @Test
  void missingBaselineOfTheSecondStepIsToldWithItsPlace() throws Exception {
    database.execute("create schema b; create table b.legacy (id int)");
    var outcome =
        runner(
                "one",
                step("V7__one.sql", "create table one (id int)", in("a"))
                    + ", "
                    + step("V2__two.sql", "create table two (id int)", in("b")))
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.NO_BASELINE);
    assertThat(outcome.closing().message())
        .contains(
            "Schema b (spec.migrate[1]) has tables, but no history of scripts",
            "spec.migrate[1].flyway.baselineVersion",
            "Nothing was applied");
    assertThat(database.query("select to_regclass('a.one')")).containsExactly("null");
  }
}
