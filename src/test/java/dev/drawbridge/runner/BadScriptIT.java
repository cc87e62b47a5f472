package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.script.ScriptSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scripts that people bring by mistake: each ends in a reason with a sentence, in the memory that
 * the image gives a runner.
 */
class BadScriptIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess.Outcome run(String sql) throws Exception {
    return RunnerProcess.on(database, folder).script("V1__one.sql", sql).await();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\i other.sql | command of psql",
        "\\copy one from 'one.csv' | command of psql",
        "set role nobody_at_all; create table one () | SET LOCAL ROLE",
        "drop table flyway_schema_history | the history of the scripts",
      })
  void whatIsSeenInItsTextIsRefusedBeforeItIsTried(String sql, String advice) throws Exception {
    var outcome = run(sql);

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.RULE_BROKEN);
    assertThat(outcome.closing().message())
        .contains("V1__one.sql, line 1", advice, "Nothing was applied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "do 'begin execute ''set role nobody_at_all''; end' | SCRIPT_FAILED | 22023",
        "create table one (l text); copy one from '/etc/hostname' | MISSING_RIGHT | 42501",
      })
  void whatOnlyTheDatabaseCanTellFailsWithItsPlace(String sql, Reason reason, String state)
      throws Exception {
    var outcome = run(sql);

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains("V1__one.sql", state, "Rolled back");
    assertThat(database.history()).isEmpty();
  }

  @Test
  void scriptThatDropsTheHistoryUnseenIsNotToldAsVerified() throws Exception {
    var outcome = run("do $$ begin execute 'drop table flyway_' || 'schema_history'; end $$");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("flyway_schema_history");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("flyway_schema_history");
  }

  @Test
  void scriptThatDropsTheSchemaOfTheHistoryUnseenIsRolledBack() throws Exception {
    var outcome =
        RunnerProcess.on(database, folder)
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"schemas\": [\"own\"]}}]}")
            .script("V1__one.sql", "create table one (id int)")
            .script("V2__two.sql", "do $$ begin execute 'drop schema ' || 'own cascade'; end $$")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("V2__two.sql", "Rolled back");
    assertThat(database.query("select to_regclass('own.one')")).containsExactly("own.one");
    assertThat(outcome.closing().to()).isEqualTo("1");
  }

  @Test
  void roleThatAScriptTakesUnseenIsNotThatOfTheNextOne() throws Exception {
    try (var administrator = database.connectAsAdministrator();
        var statement = administrator.createStatement()) {
      statement.execute(
          "create role %1$s_other; grant %1$s_other to %1$s; grant create on schema public to %1$s_other"
              .formatted(database.name()));
    }
    var outcome =
        RunnerProcess.on(database, folder)
            .script(
                "V1__one.sql",
                "do $$ begin execute 'set role %s_other'; end $$; create table one (id int)"
                    .formatted(database.name()))
            .script("V2__two.sql", "create table two (id int)")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(
            database.query(
                "select tableowner from pg_tables where tablename in ('one', 'two') order by tablename"))
        .containsExactly(database.name() + "_other", database.name());
  }

  @Test
  void nulBytesAreToldAsSuch() throws Exception {
    var outcome = run("select 'a\0b'");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NOT_A_SCRIPT);
    assertThat(outcome.closing().message()).contains("V1__one.sql, line 1", "A byte of value 0");
  }

  @Test
  void anotherEncodingIsToldAsSuch() throws Exception {
    var outcome =
        RunnerProcess.on(database, folder)
            .file("sql", "V1__one.sql", "select 'größer'".getBytes(StandardCharsets.UTF_16LE))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().message()).contains("V1__one.sql", "UTF-8");
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreNoProblem() throws Exception {
    var outcome = run("\uFEFFcreate table one (id int);\r\ninsert into one values (1);\r\n");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void millionRowsThatNobodyAskedForFitIntoTheMemory() throws Exception {
    var outcome = run("select repeat('x', 100) from generate_series(1, 1000000)");

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void statementWhoseRowsAreForgottenIsStillExecutedToItsEnd() throws Exception {
    var outcome =
        run(
            """
            create table called (id int);
            create function call(id int) returns int language sql as 'insert into called values ($1) returning id';
            select call(id) from generate_series(1, 5000) id;
            create table copied (id int);
            copy copied from stdin;
            1
            2
            \\.
            insert into called select 5001 from copied;
            """);

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) from called")).containsExactly("5002");
  }

  @Test
  void sixteenMebibytesFromAnImageFitIntoTheMemory() throws Exception {
    var row = "insert into big values ('" + "x".repeat(9_000) + "');\n";
    var process = fromImage().imageFile("V1__big.sql", bytes("create table big (line text)"));
    for (var version = 2; version < 18; version++) {
      process.imageFile("V" + version + "__rows.sql", bytes(row.repeat(110)));
    }

    var outcome = process.await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void largestScriptThatIsTakenFitsIntoTheMemory() throws Exception {
    var row = "insert into big values ('" + "x".repeat(40) + "');\n";
    var rows = (int) (ScriptSize.MOST / row.length()) - 1;

    var outcome =
        fromImage()
            .imageFile("V1__big.sql", bytes("create table big (line text);\n" + row.repeat(rows)))
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) from big")).containsExactly(Integer.toString(rows));
  }

  private RunnerProcess fromImage() {
    return RunnerProcess.on(database, folder)
        .spec(
            "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"a@sha256:1\", \"path\": \"/\"}}}]}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
