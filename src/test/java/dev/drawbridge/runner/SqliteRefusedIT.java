package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be a database, or cannot be done to one, ends in a reason with a sentence. */
class SqliteRefusedIT {

  @TempDir Path folder;
  private TestFile file;

  @BeforeEach
  void claim() throws Exception {
    file = TestFile.in(folder);
  }

  private RunnerProcess.Outcome run(String sql) throws Exception {
    return file.runner(folder).script("V1__a.sql", sql).await();
  }

  private static void assertRefused(RunnerProcess.Outcome outcome, Reason reason, String... words) {
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains(words).contains("Nothing was applied");
  }

  @Test
  void folderIsNoDatabase() throws Exception {
    Files.createDirectories(file.file());

    assertRefused(
        run("select 1;"),
        Reason.WRONG_PATH,
        "data/app.db on claim orders-data is not a file but a folder");
  }

  @Test
  void fileCannotBeAFolderOfThePath() throws Exception {
    Files.writeString(file.claim().resolve("data"), "x");

    assertRefused(run("select 1;"), Reason.WRONG_PATH, "data on the claim is not a folder");
  }

  @Test
  void otherFileIsNoDatabaseAndStaysAsItIs() throws Exception {
    Files.createDirectories(file.file().getParent());
    var text = "a text, and no database. ".repeat(200);
    Files.writeString(file.file(), text);

    assertRefused(
        run("select 1;"),
        Reason.DAMAGED_DATABASE,
        "file is not a database (SQLite error SQLITE_NOTADB)");
    assertThat(Files.readString(file.file())).isEqualTo(text);
  }

  @Test
  void damagedDatabaseIsToldAsSuch() throws Exception {
    file.execute(
        "create table a (id int, x text)",
        "insert into a with recursive c (x) as (select 1 union all select x + 1 from c where x < 2000) select x, hex(randomblob(40)) from c");
    try (var content = new java.io.RandomAccessFile(file.file().toFile(), "rw")) {
      content.seek(3 * 4096);
      content.write(new byte[40 * 4096]);
    }
    var outcome =
        file.runner(folder)
            .script("V1__index.sql", "create index a_x on a (x);")
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}]}")
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.DAMAGED_DATABASE);
    assertThat(outcome.closing().message()).contains("malformed", "restore it from a backup");
  }

  @Test
  void fileThatWasVerifiedIsNotCreatedAnew() throws Exception {
    var outcome =
        file.runner(folder).identity("0f/data/app.db").script("V1__a.sql", "select 1;").await();

    assertRefused(outcome, Reason.OTHER_DATABASE, "is gone", "Put it back from a backup");
    assertThat(file.file()).doesNotExist();
  }

  @Test
  void volumeThatWasMadeAnewIsAnotherDatabase() throws Exception {
    file.execute("create table a (id int)");
    var outcome =
        file.runner(folder).identity("0f/data/app.db").script("V1__a.sql", "select 1;").await();

    assertRefused(
        outcome, Reason.OTHER_DATABASE, "was verified in 0f/data/app.db", "app.db-drawbridge");
  }

  @Test
  void fullDatabaseIsAFailureThatIsRolledBack() throws Exception {
    var outcome =
        run(
            "create table a (x);\npragma max_page_count = 40;\ninsert into a with recursive c (x) as (select 1 union all select x + 1 from c where x < 1000) select zeroblob(1000) from c;");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.DISK_FULL);
    assertThat(outcome.closing().message()).contains("SQLITE_FULL", "Rolled back", "no room left");
    assertThat(file.tables()).doesNotContain("a");
  }

  @Test
  void fileOfAnotherUserIsNotWrittenTo() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root gives files away").isEqualTo("root");
    file.execute("create table a (id int)");
    Files.setAttribute(file.file(), "unix:uid", 65532);
    Files.setAttribute(file.file().getParent(), "unix:uid", 65532);
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "select 1;")
            .startedBy("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
            .await();

    assertRefused(
        outcome,
        Reason.MISSING_RIGHT,
        "cannot be written to by the user",
        "spec.pod.securityContext");
  }

  @Test
  void volumeThatIsMountedReadOnlyIsToldAsSuch() throws Exception {
    var claim = file.claim();
    assumeThat(inOwnMounts("mount --bind '%1$s' '%1$s'".formatted(claim)).waitFor())
        .as("only some may mount")
        .isZero();
    file.execute("create table a (id int)");
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "select 1;")
            .startedBy(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s' && exec \"$0\" \"$@\""
                    .formatted(claim))
            .await();

    assertRefused(
        outcome, Reason.READ_ONLY_DATABASE, "is mounted read-only", "access mode", "retry");
  }

  private static Process inOwnMounts(String command) throws IOException {
    return new ProcessBuilder("unshare", "-m", "sh", "-c", command).start();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attach 'other.db' as other; | RULE_BROKEN | ATTACH reaches for another file",
        "begin; | TRANSACTION_CONTROL | BEGIN begins or ends a transaction",
        "pragma busy_timeout = 0; | RULE_BROKEN | PRAGMA busy_timeout changes what a run itself relies on",
        ".read other.sql | RULE_BROKEN | .read is a command of the program sqlite3",
        "create table b (id int); vacuum; | MIXED_SCRIPT | VACUUM cannot run in a transaction",
        "drop table flyway_schema_history; | RULE_BROKEN | the history of the scripts themselves",
        "select 'open | RULE_BROKEN | a string has no end",
      })
  void scriptThatBreaksARuleIsRefused(String sql, Reason reason, String words) throws Exception {
    assertRefused(run(sql), reason, words);
    assertThat(file.tables()).isEmpty();
  }

  @Test
  void checkThatWritesIsRefusedUnlessItSaysSo() throws Exception {
    var check =
        "{\"name\": \"%s\", \"sql\": {\"query\": \"insert into a values (1) returning id\", \"expect\": {\"equals\": 1}%s}}";
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "create table a (id int);")
            .spec(
                "{\"verify\": [%s, %s]}"
                    .formatted(
                        check.formatted("writes", ""),
                        check.formatted("may write", ", \"readOnly\": false")))
            .await();

    assertThat(outcome.closing().reason()).isEqualTo(Reason.VERIFICATION_FAILED);
    assertThat(outcome.closing().message())
        .startsWith(
            "Check writes: attempt to write a readonly database (SQLite error SQLITE_READONLY)")
        .contains("set readOnly: false");
    assertThat(outcome.lines()).contains("verify Passed may write: found 1, expected 1");
    assertThat(file.query("select count(*) from a")).containsExactly("1");
  }

  @Test
  void objectsThatAreMissingAreNamed() throws Exception {
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "create table a (id int);\ncreate index a_id on a (id);")
            .spec(
                """
                {"verify": [{"name": "objects", "schema": {"tables": [
                  {"name": "A", "columns": ["ID", "name"], "indexes": ["a_id", "a_name"]}, {"name": "b"}]}}]}
                """)
            .await();

    assertThat(outcome.closing().message())
        .startsWith("Check objects: 3 of 6; missing: column A.name, index a_name of A, table b.");
  }

  @Test
  void resultsInMemoryAreBounded() throws Exception {
    var outcome =
        run(
            "create table a (id int);\nwith recursive c (x) as (select 1 union all select x + 1 from c where x < 1000000) select x, hex(zeroblob(200)) from c;");

    assertThat(outcome.exit()).as(outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(List.of(outcome.error())).containsExactly("");
  }
}
