package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;

/** What protects a file while an application has it open, and what nothing of a run may reach. */
class SqliteGuardrailsIT {

  private static final String ENDLESS =
      "with recursive c (x) as (select 1 union all select x + 1 from c where x < 1000000000000) select max(x) from c";

  @TempDir Path folder;
  private TestFile file;

  @BeforeEach
  void table() throws Exception {
    file = TestFile.in(folder);
    file.execute("pragma journal_mode = wal", "create table a (id int)");
  }

  private static String spec(String fields) {
    return "{%s\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}]}"
        .formatted(fields);
  }

  private RunnerProcess runner(String sql) {
    return file.runner(folder).script("V1__b.sql", sql).spec(spec(""));
  }

  /** Read-only as the kernel has it, and not by rights, which mean nothing to root. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void volumeThatIsMountedReadOnlyIsToldAsSuch(boolean exists) throws Exception {
    assumeThat(canMount()).as("a mount of its own").isTrue();
    if (!exists) {
      Files.delete(file.file());
    }
    var outcome =
        runner("create table b (id int);")
            .startedBy(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"",
                file.claim().toString())
            .await();

    assertThat(outcome.closing().reason())
        .as(outcome.output() + outcome.error())
        .isEqualTo(Reason.READ_ONLY_DATABASE);
    assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().message())
        .contains("data/app.db on claim orders-data is mounted read-only", "access mode")
        .contains("Nothing was applied");
  }

  private static boolean canMount() throws Exception {
    var tried =
        new ProcessBuilder("unshare", "--mount", "mount", "--bind", "-o", "ro", "/tmp", "/tmp")
            .redirectErrorStream(true)
            .start();
    return tried.waitFor() == 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attach 'FOLDER/other.db' as other",
        "vacuum into 'FOLDER/other.db'",
        "pragma journal_mode = delete",
        "pragma query_only = off",
        "pragma user_version = 7",
        "insert into a values (1) returning id",
        "select load_extension('FOLDER/other.db')",
      })
  void checkReachesNoOtherFileAndChangesNothing(String query) throws Exception {
    var outcome =
        runner("create table b (id int);")
            .spec(
                spec(
                    """
                    "preflight": [
                      {"name": "reaches", "sql": {"query": "%s", "expect": {"rows": 1}}},
                      {"name": "writes", "sql": {"query": "insert into a values (2) returning id", "expect": {"rows": 1}}}],
                    """
                        .formatted(query.replace("FOLDER", file.claim().toString()))))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.lines())
        .anyMatch(line -> line.startsWith("preflight Failed reaches: "))
        .anyMatch(line -> line.startsWith("preflight Failed writes: attempt to write a readonly"));
    assertThat(file.claim().resolve("other.db")).doesNotExist();
    assertThat(file.query("pragma journal_mode")).containsExactly("wal");
    assertThat(file.query("pragma user_version")).containsExactly("0");
    assertThat(file.query("select count(*) from a")).containsExactly("0");
  }

  @Test
  void checkThatRunsTooLongIsEnded() throws Exception {
    var outcome =
        runner("create table b (id int);")
            .spec(
                spec(
                    "\"guardrails\": {\"statementTimeout\": \"1s\"}, \"preflight\": [{\"name\": \"endless\", \"sql\": {\"query\": \"%s\", \"expect\": {\"rows\": 1}}}], "
                        .formatted(ENDLESS)))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message()).contains("endless", "SQLITE_INTERRUPT");
  }

  /** In WAL, what was read first would be stale by then, and the write would fail at once. */
  @Test
  void scriptThatReadsFirstDoesNotFailBecauseTheApplicationWritesMeanwhile() throws Exception {
    var runner =
        runner(
                """
                create temp table read as select count(*) as n from a;
                create temp table slow as with recursive c (x) as (select 1 union all select x + 1 from c where x < 8000000) select max(x) as x from c;
                insert into a select 100 + n from read;
                """)
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> runner.output().contains("1 b"));
    // Whether it may write is tried before, for a moment: only the script holds the file for
    // longer.
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(this::isBeingWritten);
    try (var application = file.connect();
        var statement = application.createStatement()) {
      statement.execute("pragma busy_timeout = 60000");
      assertThat(file.query("select count(*) from a")).as("readers go on").hasSize(1);
      statement.execute("insert into a values (1)");
    }
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(file.query("select id from a order by id")).containsExactly("1", "100");
  }

  private boolean isBeingWritten() throws SQLException {
    try (var other = file.connect();
        var statement = other.createStatement()) {
      statement.execute("pragma busy_timeout = 0");
      statement.execute("begin immediate");
      statement.execute("rollback");
      return false;
    } catch (SQLException failed) {
      if (failed.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
        return true;
      }
      throw failed;
    }
  }

  @Test
  void fileOfTheLockThatIsTakenAwayEndsTheRunBeforeTheNextScript() throws Exception {
    try (var application = new WritingApplication(file)) {
      var runner =
          runner("create table b (id int);")
              .spec(spec("\"guardrails\": {\"lockTimeout\": \"10m\"}, "))
              .start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> runner.output().contains("held by another process"));
      Files.delete(file.file().resolveSibling("app.db-drawbridge"));
      application.commit();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(outcome.closing().message()).contains("replaced or removed", "app.db-drawbridge");
    }
    assertThat(file.tables()).doesNotContain("b");
  }

  @Test
  void folderInThePlaceOfTheLockIsToldAsSuch() throws Exception {
    Files.createDirectory(file.file().resolveSibling("app.db-drawbridge"));

    var outcome = runner("create table b (id int);").await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().message())
        .contains("data/app.db on claim orders-data cannot be opened", "Nothing was applied");
  }

  @Test
  void markThatWasOverwrittenIsAnotherDatabase() throws Exception {
    var first = runner("create table b (id int);").await();
    var seen = java.util.Objects.requireNonNull(first.closing().database());
    Files.writeString(file.file().resolveSibling("app.db-drawbridge"), "nonsense\n");

    var outcome =
        RunnerProcess.onFile(file.claim(), file.path(), Files.createDirectory(folder.resolve("2")))
            .identity(seen.system() + "/" + seen.name())
            .script("V1__b.sql", "create table b (id int);")
            .script("V2__c.sql", "create table c (id int);")
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.OTHER_DATABASE);
    assertThat(outcome.closing().message())
        .contains("nonsense/data/app.db", seen.system() + "/data/app.db", "app.db-drawbridge");
    assertThat(file.tables()).doesNotContain("c");
  }
}
