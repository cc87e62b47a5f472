package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a run logs in, as the server counts it, and what its sessions see of each other. */
class SessionCountIT {

  private final TestDatabase database = TestDatabase.create();
  private final TestDatabase other = TestDatabase.create();
  @TempDir Path folder;

  /** Asked from another database: to ask is to log in. */
  private int sessions() {
    var connected =
        "select pid::text from pg_stat_activity where datname = '%s'".formatted(database.name());
    await().until(() -> other.query(connected).isEmpty());
    var counted =
        other.query(
            "select sessions::text from pg_stat_database where datname = '%s'"
                .formatted(database.name()));
    return Integer.parseInt(counted.getFirst());
  }

  private void assertVerified(RunnerProcess run) throws Exception {
    var outcome = run.await();
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
  }

  private RunnerProcess scripts(String name, int count) throws Exception {
    var run = RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)));
    for (var version = 1; version <= count; version++) {
      run.script("V%d__t.sql".formatted(version), "create table t%d (id int);".formatted(version));
    }
    return run;
  }

  /** For the lock; for the scripts, and what is asked before them; for what is asked after. */
  @Test
  void tenScriptsTakeThreeSessions() throws Exception {
    assertVerified(scripts("run", 10));

    assertThat(sessions()).isEqualTo(3);
  }

  @Test
  void eachBatchOfScriptsButTheFirstTakesOneMore() throws Exception {
    assertVerified(scripts("run", 101));

    assertThat(sessions()).isEqualTo(4);
  }

  /** For the lock, and for the questions. */
  @Test
  void runWithNothingToApplyTakesTwo() throws Exception {
    assertVerified(scripts("first", 2));
    var before = sessions();

    assertVerified(scripts("second", 2));

    assertThat(sessions() - before).isEqualTo(2);
  }

  @Test
  void whatAScriptSetsForLaterSessionsHoldsInTheChecksAfterIt() throws Exception {
    assertVerified(
        RunnerProcess.on(database, folder)
            .script(
                "V1__role.sql",
                "alter role %s set work_mem = '5MB';\nset work_mem = '7MB';"
                    .formatted(database.name()))
            .spec(
                """
                {"verify": [{"name": "set", "sql": {"query": "show work_mem", "expect": {"equals": "5MB"}}}]}
                """));
  }

  @Test
  void whatACheckSetsInItsSessionDoesNotHoldInTheScripts() throws Exception {
    assertVerified(
        RunnerProcess.on(database, folder)
            .script(
                "V1__seen.sql", "create table seen as select current_setting('work_mem') as it;")
            .spec(
                """
                {"preflight": [{"name": "set", "sql": {"readOnly": false,
                  "query": "select set_config('work_mem', '7MB', false)", "expect": {"equals": "7MB"}}}]}
                """));

    assertThat(database.query("select it from seen")).containsExactly("4MB");
  }
}
