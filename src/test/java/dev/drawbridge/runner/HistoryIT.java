package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.RunnerProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier run has left decides what the next one may do. */
class HistoryIT {

  private static final String ONE = "create table one (id int);";
  private static final String TWO = "create table two (id int);";

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void applyTwoScripts() throws Exception {
    database = TestDatabase.create();
    var first = runner("first").script("V1__one.sql", ONE).script("V3__two.sql", TWO).await();
    assertThat(first.exit()).as(first.output()).isEqualTo(Exit.VERIFIED);
  }

  private RunnerProcess runner(String name) throws Exception {
    return RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)));
  }

  private void assertRefused(Outcome outcome, Reason reason, String... parts) {
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains(parts);
    assertThat(outcome.closing().from()).isEqualTo("3");
    assertThat(database.history()).containsExactly("1", "3");
  }

  @Test
  void sameScriptsAgainAreNotApplied() throws Exception {
    var outcome = runner("again").script("V1__one.sql", ONE).script("V3__two.sql", TWO).await();

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().applied()).isZero();
    assertThat(outcome.closing().from()).isEqualTo("3");
    assertThat(outcome.closing().to()).isEqualTo("3");
    assertThat(outcome.lines()).contains("migrate Skipped scripts: all are applied already");
  }

  @Test
  void changedScriptIsRefused() throws Exception {
    var outcome =
        runner("changed").script("V1__one.sql", ONE + " -- new").script("V3__two.sql", TWO).await();
    assertRefused(
        outcome, Reason.CHECKSUM_CHANGED, "V1__one.sql was changed", "Nothing was applied");
  }

  @Test
  void missingNewestScriptIsRefused() throws Exception {
    var outcome = runner("missing").script("V1__one.sql", ONE).await();
    assertRefused(outcome, Reason.MISSING_SCRIPT, "V3__two.sql");
  }

  @Test
  void missingOlderScriptIsRefused() throws Exception {
    var outcome = runner("missing").script("V3__two.sql", TWO).await();
    assertRefused(outcome, Reason.MISSING_SCRIPT, "V1__one.sql");
  }

  @Test
  void lowerVersionThanAppliedIsRefused() throws Exception {
    var outcome =
        runner("late")
            .script("V1__one.sql", ONE)
            .script("V2__late.sql", "select 1")
            .script("V3__two.sql", TWO)
            .await();
    assertRefused(outcome, Reason.OUT_OF_ORDER, "V2__late.sql", "already applied (3)");
  }

  @Test
  void repeatableScriptIsAppliedWhenItChanges() throws Exception {
    var first =
        runner("first view")
            .script("V1__one.sql", ONE)
            .script("V3__two.sql", TWO)
            .script("R__views.sql", "create or replace view v as select 1 as x;")
            .await();
    var second =
        runner("second view")
            .script("V1__one.sql", ONE)
            .script("V3__two.sql", TWO)
            .script("R__views.sql", "create or replace view v as select 2 as x;")
            .await();

    assertThat(first.lines()).contains("migrate Applied R views: null");
    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.closing().applied()).isEqualTo(1);
    assertThat(second.closing().to()).isEqualTo("3");
    assertThat(database.query("select x from v")).containsExactly("2");
  }

  @Test
  void baselineCountsAsApplied() throws Exception {
    var legacy = TestDatabase.create();
    legacy.execute("create table legacy (id int)");
    var outcome =
        RunnerProcess.on(legacy, Files.createDirectory(folder.resolve("legacy")))
            .script("V4__old.sql", "create table legacy (id int);")
            .script("V6__new.sql", "create table fresh (id int);")
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"5\"}}]}")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().from()).isEqualTo("5");
    assertThat(outcome.closing().to()).isEqualTo("6");
    assertThat(outcome.applied().floor()).isEqualTo("5");
    assertThat(outcome.applied().versions()).containsExactly("5", "6");
  }

  @Test
  void targetSchemaAndPlaceholdersAreUsed() throws Exception {
    var fresh = TestDatabase.create();
    var outcome =
        RunnerProcess.on(fresh, Files.createDirectory(folder.resolve("fresh")))
            .spec(
                """
                {"migrate": [{"flyway": {"inline": {
                    "V1__a.sql": "create table ${prefix}a (id int);", "V2__b.sql": "create table b (id int);"},
                    "target": "1", "schemas": ["shop"], "placeholders": {"prefix": "my_"}}}],
                 "verify": [{"name": "there", "schema": {"tables": [{"name": "my_a", "columns": ["id"]}]}},
                            {"name": "not yet", "schema": {"tables": [{"name": "shop.b"}], "absent": true}}]}
                """)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().to()).isEqualTo("1");
    assertThat(outcome.applied().versions()).containsExactly("1");
    assertThat(fresh.query("select to_regclass('shop.my_a')")).containsExactly("shop.my_a");
  }

  @Test
  void targetBelowWhatIsAppliedIsVerifiedAndSaidToBeBelow() throws Exception {
    var outcome =
        runner("again")
            .spec("{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"target\": \"1\"}}]}")
            .script("V1__one.sql", ONE)
            .script("V3__two.sql", TWO)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().message())
        .contains("schema 3", "flyway.target 1 is below what is applied", "nothing is undone");
  }
}
