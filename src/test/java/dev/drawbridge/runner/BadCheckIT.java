package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks whose query is none, or finds nothing: the check fails with a sentence, never the runner.
 */
class BadCheckIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess.Outcome run(String sql) throws Exception {
    database.execute("create schema if not exists own; create table own.one (id int)");
    return RunnerProcess.on(database, folder)
        .script("V1__one.sql", "select 1")
        .spec(
            "{\"guardrails\": {\"statementTimeout\": \"2s\"}, \"preflight\": [{\"name\": \"bad\", \"sql\": {%s}}], \"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}]}"
                .formatted(sql))
        .await();
  }

  private static String sql(String query, String expect) {
    return "\"query\": \"%s\", \"expect\": {%s}".formatted(query, expect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into own.one values (1) | cannot execute INSERT in a read-only transaction (SQL state 25006)",
        "create table two () | cannot execute CREATE TABLE in a read-only transaction",
        "select 1; select 2 | not one statement, but 2",
        "select 1; drop table own.one | not one statement, but 2",
        "begin | begins or ends a transaction (BEGIN)",
        "commit | begins or ends a transaction (COMMIT)",
        "-- select 1 | not one statement, but 0",
        "' ' | not one statement, but 0",
        "vacuum own.one | VACUUM cannot",
        "copy own.one to stdout | COPY",
        "copy own.one from stdin | COPY",
        "listen events | returns no rows by its nature",
        "do 'begin end' | returns no rows by its nature",
        "\\\\d own.one | syntax error",
        "selec 1 | syntax error",
        "select pg_sleep(60) | statement timeout",
        "select 1/0 | division by zero (SQL state 22012)",
      })
  void whatIsNoQuestionFailsWithASentence(String query, String words) throws Exception {
    var outcome = run(sql(query, "\"equals\": 1"));

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message())
        .startsWith("Check bad: ")
        .contains(words, "Nothing was applied", "correct it");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("null");
    assertThat(database.query("select count(*) from own.one")).containsExactly("0");
  }

  @Test
  void writingWithoutRowsFailsEvenWhereItMay() throws Exception {
    var outcome =
        run(sql("insert into own.one values (1)", "\"equals\": 1") + ", \"readOnly\": false");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message()).contains("returns no rows by its nature");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select null::int | equals | found NULL, expected 1",
        "select null::int | atLeast | found NULL, expected at least 1",
        "select null::int | atMost | found NULL, expected at most 1",
        "select 1 where false | equals | found no row, expected one with a value",
        "select 1 where false | atLeast | found no row, expected one with a value",
        "select 1 where false | atMost | found no row, expected one with a value",
        "select 1 where false | rows | found 0 rows, expected 1 row",
        "select 'many' | atLeast | (not a number), expected at least 1",
      })
  void nothingIsNeverTakenForAValue(String query, String kind, String words) throws Exception {
    var outcome = run(sql(query, "\"%s\": 1".formatted(kind)));

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"select null::int, 1", "select 1 where false, 0"})
  void rowsAreCountedWhateverIsInThem(String query, int rows) throws Exception {
    var outcome = run(sql(query, "\"rows\": " + rows));

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }
}
