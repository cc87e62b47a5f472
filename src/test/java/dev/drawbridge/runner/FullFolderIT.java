package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders in which a runner keeps files of its own are full, missing or read-only. */
class FullFolderIT {

  private static final String SCRIPT = "create table one (id int);";
  private static final String AROUND_A_TOOL =
      """
      {"migrate": [
        {"flyway": {"inline": {"V1__one.sql": "create table one (id int)"}}},
        {"run": {"image": "tool@sha256:1a", "command": ["alembic", "upgrade"]}},
        {"flyway": {"configMaps": ["sql"], "schemas": ["later"]}},
        {"run": {"image": "tool@sha256:1a", "command": ["knex", "migrate"]}}]}
      """;

  @TempDir Path folder;
  private Path temporary;
  private Path shared;

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    shared = Files.createDirectory(folder.resolve("shared"));
  }

  private static void assertRefused(RunnerProcess.Outcome outcome, String... words) {
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertTold(outcome, words);
    assertThat(outcome.closing().message()).contains("Nothing was applied.");
  }

  private static void assertTold(RunnerProcess.Outcome outcome, String... words) {
    assertThat(outcome.closing().reason()).isEqualTo(Reason.UNWRITABLE_FOLDER);
    assertThat(outcome.closing().message()).contains(words).contains("drawbridge.dev/retry");
    assertThat(outcome.report()).contains("UnwritableFolder");
    assertThat(outcome.error()).doesNotContain("\tat ");
  }

  /** These words, and then where the JVM has what it needs for a while. */
  private static String[] with(Path temporary, String... words) {
    return Stream.concat(
            Stream.of(words), Stream.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary))
        .toArray(String[]::new);
  }

  private RunnerProcess onFile(TestFile file) {
    return file.runner(folder).script("V1__one.sql", SCRIPT);
  }

  @Test
  void fullDiskUnderTheDriverOfSqliteIsTold() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    var file = TestFile.in(folder);

    var outcome = onFile(file).startedBy(with(temporary, SmallDisk.at(temporary).full())).await();

    assertRefused(
        outcome,
        "Cannot write to " + temporary + ", where SQLite's driver unpacks its library",
        "No space left on device",
        "disk of the pod's node");
    assertThat(file.file()).doesNotExist();
    assertThat(file.claim()).isEmptyDirectory();
  }

  @Test
  void readOnlyFolderUnderTheDriverOfSqliteIsTold() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    var file = TestFile.in(folder);

    var outcome =
        onFile(file).startedBy(with(temporary, SmallDisk.at(temporary).readOnly())).await();

    assertRefused(outcome, temporary.toString(), "Read-only file system", "what has changed it");
    assertThat(file.claim()).isEmptyDirectory();
  }

  @Test
  void absentFolderUnderTheDriverOfSqliteIsToldAndTheNextRunApplies() throws Exception {
    var file = TestFile.in(folder);
    var absent = folder.resolve("absent");
    var first = onFile(file).startedBy(with(absent)).await();

    assertRefused(first, absent.toString(), "there is no such folder");
    assertThat(file.claim()).isEmptyDirectory();

    var again = folder.resolve("again");
    var second =
        file.runner(again).script("V1__one.sql", SCRIPT).startedBy(with(temporary)).await();
    assertThat(second.exit()).as(second.output() + second.error()).isEqualTo(Exit.VERIFIED);
    assertThat(file.history()).containsExactly("1");
  }

  @Test
  void planOfAFileThatIsNotThereYetTellsTheSame() throws Exception {
    var file = TestFile.in(folder);

    var outcome = onFile(file).startedBy(with(folder.resolve("absent"))).planOnly().await();

    assertRefused(outcome, "absent", "there is no such folder");
  }

  /** SQLite has one code for the claim and for the disk on which it sorts. */
  @Test
  void scriptThatSortsMoreThanFitsNamesBothDisks() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    var file = TestFile.in(folder);
    file.execute(
        "create table one (word text)",
        "insert into one with recursive c (x) as (select 1 union all select x + 1 from c where x < 20000) select hex(randomblob(200)) from c");

    var outcome =
        file.runner(folder)
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}]}")
            .script("V1__sorted.sql", "create table two as select word from one order by word;")
            .startedBy(SmallDisk.at(Path.of("/var/tmp")).full())
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.DISK_FULL);
    assertThat(outcome.closing().message())
        .contains("SQLITE_FULL", "Rolled back", "volume of the file or in /tmp", "the pod's node");
    assertThat(file.tables()).contains("one").doesNotContain("two");
  }

  @Test
  void postgresNeedsNoTemporaryFolder() throws Exception {
    var database = TestDatabase.create();

    var outcome =
        RunnerProcess.on(database, folder)
            .script("V1__one.sql", SCRIPT)
            .startedBy(with(folder.resolve("absent")))
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.error()).doesNotContain("\tat ");
  }

  private RunnerProcess part(int stretch, TestDatabase database, Path shares) throws IOException {
    var own = folder.resolve("part-%d-%d".formatted(stretch, System.nanoTime()));
    return RunnerProcess.on(database, Files.createDirectory(own))
        .script("V2__two.sql", "create table two (id int)")
        .spec(AROUND_A_TOOL)
        .part(stretch, shares);
  }

  @Test
  void folderThatTheContainersShareIsTriedBeforeAScriptIsApplied() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    var database = TestDatabase.create();

    var outcome = part(0, database, shared).startedBy(SmallDisk.at(shared).full()).await();

    assertRefused(
        outcome,
        "Cannot write to " + shared + ", where the containers of the run leave each other word",
        "No space left on device",
        "let them write to /tmp");
    assertThat(database.query("select to_regclass('one')::text")).containsExactly("null");
  }

  @Test
  void absentFolderThatTheContainersShareIsToldBeforeAScriptIsApplied() throws Exception {
    var database = TestDatabase.create();
    var file = Files.createFile(folder.resolve("file"));

    assertRefused(part(0, database, file).await(), file.toString(), "Not a directory");
    assertRefused(
        part(0, database, folder.resolve("absent")).await(), "absent", "there is no such folder");
    assertThat(database.query("select to_regclass('one')::text")).containsExactly("null");
  }

  /** What the tool has done is told, and no script comes twice. */
  @Test
  void toolThatHasFilledTheFolderEndsTheRunBeforeTheNextScript() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    var database = TestDatabase.create();
    assertThat(part(0, database, shared).await().exit()).isEqualTo(Exit.VERIFIED);
    var kept = Files.move(shared, folder.resolve("kept"));
    Files.createDirectory(shared);

    var outcome =
        part(1, database, shared).startedBy(SmallDisk.at(shared).fullAround(kept)).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertTold(outcome, shared.toString(), "No space left on device", "let them write to /tmp");
    assertThat(outcome.closing().message()).contains("The steps before this one are done");
    assertThat(outcome.lines()).anyMatch(line -> line.contains("step 2, alembic upgrade"));
    assertThat(database.query("select to_regclass('later.two')::text")).containsExactly("null");

    var retry = Files.createDirectory(folder.resolve("retry"));
    assertThat(part(0, database, retry).await().exit()).isEqualTo(Exit.VERIFIED);
    assertThat(part(1, database, retry).await().exit()).isEqualTo(Exit.VERIFIED);
    assertThat(part(2, database, retry).await().exit()).isEqualTo(Exit.VERIFIED);
    assertThat(
            database.query("select count(*)::text from flyway_schema_history where version = '1'"))
        .containsExactly("1");
    assertThat(database.query("select to_regclass('later.two')::text"))
        .containsExactly("later.two");
  }
}
