package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The containers of our own around a tool; what the tool does, the test does in its place. */
class PartsIT {

  private static final String SPEC =
      """
      {"preflight": [{"name": "quiet", "sql": {"query": "select 0", "expect": {"equals": 0}}}],
       "migrate": [
        {"flyway": {"inline": {"V1__one.sql": "create table one (id int)"}}},
        {"run": {"image": "tool@sha256:1a", "command": ["alembic", "upgrade"],
                 "version": {"query": "select version_num from alembic_version", "to": "ae10"}}},
        {"flyway": {"configMaps": ["sql"], "schemas": ["later"]}}],
       "verify": [{"name": "rows", "sql": {"query": "select count(*) from one", "expect": {"equals": 1}}}]}
      """;

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess part(int stretch) throws IOException {
    var own = Files.createDirectory(folder.resolve("part-" + stretch));
    var shared = Files.createDirectories(folder.resolve("shared"));
    return RunnerProcess.on(database, own)
        .script("V2__two.sql", "create table two (id int)")
        .spec(SPEC)
        .part(stretch, shared);
  }

  private void toolDoesItsWork(String version) {
    database.execute("insert into one values (1)");
    database.execute(
        "create table alembic_version as select '" + version + "'::text as version_num");
  }

  private void toolSays(String output) throws IOException {
    Files.writeString(new SharedFolder(folder.resolve("shared")).lastOutput("step-1"), output);
  }

  @Test
  void lastPartSumsUpWhatAllHaveDone() throws Exception {
    var first = part(0).await();
    toolDoesItsWork("ae10");
    toolSays("{\"v\":1,\"subject\":\"one row\",\"state\":\"Applied\"}\n{\"ok\": true}\n");
    var last = part(1).await();

    assertThat(first.exit()).as(first.output() + first.error()).isEqualTo(Exit.VERIFIED);
    assertThat(first.log().closing()).isEmpty();
    assertThat(last.exit()).as(last.output() + last.error()).isEqualTo(Exit.VERIFIED);
    assertThat(last.closing().to()).isEqualTo("2");
    assertThat(last.closing().applied()).isEqualTo(3);
    assertThat(last.closing().checks()).isEqualTo(2);
    var both = RunLog.read(first.report() + "\n" + last.report());
    assertThat(both.gaps()).isZero();
    assertThat(both.events())
        .extracting(RunEvent::sequence)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, both.events().size()).boxed().toList());
  }

  @Test
  void rehearsalAfterACheckInAContainerKnowsTheBaseline() throws Exception {
    var spec =
        """
        {"preflight": [{"name": "ready", "run": {"image": "tool@sha256:1a", "command": ["ready"]}}],
         "migrate": [{"flyway": {"configMaps": ["sql"], "baselineVersion": "1"}}],
         "guardrails": {"rehearse": true}}
        """;
    database.execute("create table old (id int)");

    var first = part(0).script("V1__old.sql", "create table old (id int)").spec(spec).await();
    var last = part(1).script("V1__old.sql", "create table old (id int)").spec(spec).await();

    assertThat(first.exit()).as(first.output() + first.error()).isEqualTo(Exit.VERIFIED);
    assertThat(last.exit()).as(last.output() + last.error()).isEqualTo(Exit.VERIFIED);
    assertThat(last.lines()).anyMatch(line -> line.contains("rehearsal: 1 of 1 script, "));
  }

  @Test
  void secretThatAToolPrintsIsTakenOut() throws Exception {
    part(0).await();
    toolDoesItsWork("ae10");
    toolSays("{\"v\":1,\"subject\":\"connected with %s\"}".formatted(TestDatabase.PASSWORD));
    var last = part(1).await();

    assertThat(last.output() + last.report()).contains("connected with ***");
    assertThat(last.output() + last.report()).doesNotContain(TestDatabase.PASSWORD);
  }

  @Test
  void notOkEndsTheRunBeforeTheNextStep() throws Exception {
    part(0).await();
    toolDoesItsWork("ae10");
    toolSays("done\n{\"ok\": false, \"why\": \"two rows differ\"}\n");
    var last = part(1).await();

    assertThat(last.exit()).as(last.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(last.closing().reason()).isEqualTo(Reason.STEP_FAILED);
    assertThat(last.closing().message()).contains("Step 2, alembic upgrade", "two rows differ");
    assertThat(last.failure().script()).isEqualTo("step 2, alembic upgrade");
    assertThat(database.query("select to_regclass('later.two')")).containsExactly("null");
  }

  @Test
  void anotherVersionEndsTheRunBeforeTheNextStep() throws Exception {
    part(0).await();
    toolDoesItsWork("ae09");
    var last = part(1).await();

    assertThat(last.closing().reason()).as(last.output()).isEqualTo(Reason.VERSION_NOT_REACHED);
    assertThat(last.closing().message()).contains("version ae09", "ae10", "stays");
    assertThat(database.query("select to_regclass('later.two')")).containsExactly("null");
  }

  @Test
  void databaseThatIsAwayLaterIsNoCauseToBeginAgain() throws Exception {
    part(0).await();
    var last = part(1).secret("jdbc-uri", "jdbc:postgresql://localhost:1/none").await();

    assertThat(last.exit()).as(last.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(last.closing().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(last.closing().message())
        .contains("The steps before this one are done")
        .doesNotContain("Nothing was applied");
  }

  private static final String SPEC_OF_CHECKS =
      """
      {"preflight": [{"name": "dry run", "run": {"image": "tool@sha256:1a", "command": ["look"]}},
                     {"name": "quiet", "sql": {"query": "select QUIET", "expect": {"equals": 0}}}],
       "migrate": [{"flyway": {"inline": {"V1__one.sql": "create table one (id int)"}}}],
       "verify": [{"name": "rows", "sql": {"query": "select count(*) from one", "expect": {"equals": 0}}},
                  {"name": "own test", "run": {"image": "tool:1", "command": ["verify"]}}]}
      """;

  private RunnerProcess partOfChecks(int stretch, String quiet) throws IOException {
    return part(stretch).spec(SPEC_OF_CHECKS.replace("QUIET", quiet));
  }

  private void checkSays(String container, String output) throws IOException {
    Files.writeString(new SharedFolder(folder.resolve("shared")).lastOutput(container), output);
  }

  @Test
  void checksByContainersAreToldAndCountedLikeOthers() throws Exception {
    var first = partOfChecks(0, "0").await();
    checkSays("preflight-0", "{\"v\":1,\"subject\":\"users\",\"message\":\"2 to move\"}\nfine\n");
    var second = partOfChecks(1, "0").await();
    checkSays("verify-1", "{\"ok\": true}\n");
    var last = partOfChecks(2, "0").await();

    assertThat(first.lines()).contains("preflight Started dry run: null");
    assertThat(second.lines())
        .containsSubsequence(
            "preflight Found users: 2 to move",
            "preflight Passed dry run: found exit code 0, expected exit code 0",
            "preflight Passed quiet: found 0, expected 0",
            "verify Passed rows: found 0, expected 0",
            "verify Started own test: null");
    assertThat(second.output()).contains("a tag may come to mean another image");
    assertThat(last.exit()).as(last.output() + last.error()).isEqualTo(Exit.VERIFIED);
    assertThat(last.closing().checks()).isEqualTo(4);
    assertThat(last.closing().message()).contains("1 script applied, 4 checks passed");
  }

  @Test
  void checkThatSaysNotOkBeforeTheStepsHasChangedNothing() throws Exception {
    partOfChecks(0, "0").await();
    checkSays("preflight-0", "{\"ok\": false, \"duplicates\": 2}");
    var second = partOfChecks(1, "0").await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(second.closing().reason()).isEqualTo(Reason.PREFLIGHT_FAILED);
    assertThat(second.closing().message())
        .startsWith("Check dry run: found exit code 0, but it said last: ")
        .contains("\"duplicates\": 2", "expected exit code 0", "Nothing was applied");
    assertThat(second.failure().script()).isEqualTo("dry run");
    assertThat(database.query("select to_regclass('one')")).containsExactly("null");
  }

  @Test
  void checkThatSaysNotOkOfTheResultKeepsTheGateClosed() throws Exception {
    partOfChecks(0, "0").await();
    partOfChecks(1, "0").await();
    checkSays("verify-1", "{\"ok\": false}");
    var last = partOfChecks(2, "0").await();

    assertThat(last.exit()).as(last.output()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(last.closing().to()).isEqualTo("1");
    assertThat(last.closing().message()).contains("Check own test", "the gate stays closed");
  }

  @Test
  void checkOfOursAfterOneByAContainerStillFailsAsOneBeforeTheSteps() throws Exception {
    partOfChecks(0, "7").await();
    var second = partOfChecks(1, "7").await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(second.closing().message()).contains("found 7", "Nothing was applied");
  }

  @Test
  void databaseThatIsAwayAfterAPreflightCheckMayBeTriedByAnotherPod() throws Exception {
    partOfChecks(0, "0").await();
    var second =
        partOfChecks(1, "0").secret("jdbc-uri", "jdbc:postgresql://localhost:1/none").await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.UNREACHABLE);
  }

  @Test
  void partWithoutItsForerunnerSaysSo() throws Exception {
    var last = part(1).await();

    assertThat(last.exit()).isEqualTo(Exit.INTERNAL_ERROR);
    assertThat(last.closing().message()).contains("has left no word");
  }

  @Test
  void reachedVersionLeavesTheToolOut() throws Exception {
    database.execute("create table alembic_version as select 'ae10'::text as version_num");
    var first =
        RunnerProcess.on(database, Files.createDirectory(folder.resolve("only")))
            .spec(
                """
                {"migrate": [
                  {"run": {"image": "tool@sha256:1a", "command": ["alembic"],
                           "version": {"query": "select version_num from alembic_version", "to": "ae10"}}}]}
                """)
            .part(0, Files.createDirectories(folder.resolve("shared")))
            .await();

    assertThat(first.exit()).as(first.output() + first.error()).isEqualTo(Exit.VERIFIED);
    assertThat(new SharedFolder(folder.resolve("shared")).skip("step-0")).exists();
    assertThat(first.lines())
        .contains("migrate Skipped step 1, alembic: version ae10 is reached already");
  }
}
