package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
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
        "\\i other.sql | SCRIPT_FAILED | 42601",
        "\\copy one from 'one.csv' | SCRIPT_FAILED | 42601",
        "set role nobody_at_all; create table one () | SCRIPT_FAILED | 22023",
        "create table one (l text); copy one from '/etc/hostname' | MISSING_RIGHT | 42501",
      })
  void whatOnlyAClientOrAnAdministratorCanDoFailsWithItsPlace(
      String sql, Reason reason, String state) throws Exception {
    var outcome = run(sql);

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains("V1__one.sql", state, "Rolled back");
    assertThat(database.history()).isEmpty();
  }

  @Test
  void scriptThatDropsTheHistoryIsNotToldAsVerified() throws Exception {
    var outcome = run("drop table flyway_schema_history");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("flyway_schema_history");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("flyway_schema_history");
  }

  @Test
  void nulBytesAreToldAsSuch() throws Exception {
    var outcome = run("select 'a\0b'");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NOT_A_SCRIPT);
    assertThat(outcome.closing().message()).contains("V1__one.sql", "NUL bytes");
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
    var process =
        RunnerProcess.on(database, folder)
            .spec(
                "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"a@sha256:1\", \"path\": \"/\"}}}]}")
            .imageFile(
                "V1__big.sql", "create table big (line text)".getBytes(StandardCharsets.UTF_8));
    for (var version = 2; version < 18; version++) {
      process.imageFile(
          "V" + version + "__rows.sql", row.repeat(110).getBytes(StandardCharsets.UTF_8));
    }

    var outcome = process.await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void oneScriptOfSixteenMebibytesFitsIntoTheMemory() throws Exception {
    var row = "insert into big values ('" + "x".repeat(990) + "');\n";
    var outcome =
        RunnerProcess.on(database, folder)
            .spec(
                "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"a@sha256:1\", \"path\": \"/\"}}}]}")
            .imageFile(
                "V1__big.sql",
                ("create table big (line text);\n" + row.repeat(15_500))
                    .getBytes(StandardCharsets.UTF_8))
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }
}
