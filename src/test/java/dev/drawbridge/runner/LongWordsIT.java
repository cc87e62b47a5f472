package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much the database says, our own words about it are whole. */
class LongWordsIT {

  private static final String BOOM =
      "do $$ begin raise exception '%', repeat('bóom \n', 20000); end $$";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder).script("V1__one.sql", "create table one (id int)");
  }

  @Test
  void longErrorOfAScriptLeavesRoomForWhatToDo() throws Exception {
    var outcome = runner().script("V2__boom.sql", BOOM).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .startsWith("V2__boom.sql, line 1: bóom bóom ")
        .endsWith(
            "… (SQL state P0001). Rolled back; the schema stays at 1. Correct the script and apply it again.");
    assertThat(outcome.failure().hint()).isEqualTo("Correct the script and apply it again.");
  }

  @Test
  void longErrorOfAScriptOutsideATransactionLeavesRoomForTheCommand() throws Exception {
    database.execute("create table o (t text); insert into o values ('a'), ('b')");
    database.execute(
        "create function boom(t text) returns text immutable language plpgsql as $$ begin raise exception '%', repeat('boom ', 20000); end $$");
    var outcome =
        runner()
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}]}")
            .script("V2__boom.sql", "create index concurrently boom_index on o (boom(t))")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .contains("(SQL state P0001)", "DROP INDEX CONCURRENTLY IF EXISTS public.boom_index;")
        .endsWith("delete from flyway_schema_history where not success;");
  }

  @Test
  void longErrorOfACheckLeavesRoomForWhatToDo() throws Exception {
    database.execute(
        "create schema f; create function f.boom() returns int language plpgsql as $$ begin raise exception '%', repeat('boom ', 20000); end $$");
    var check =
        "{\"name\": \"loud\", \"sql\": {\"query\": \"select f.boom()\", \"expect\": {\"equals\": 1}}}";
    var outcome = runner().spec("{\"preflight\": [" + check + "]}").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message())
        .contains("Check loud: ", "boom", "… (SQL state P0001)", "Nothing was applied.")
        .endsWith("set the annotation drawbridge.dev/retry.");
  }

  @Test
  void secretAcrossThePlaceOfTheCutIsNotToldInPart() throws Exception {
    var secret = "hidden".repeat(30);
    var outcome =
        runner()
            .script(
                "V2__boom.sql",
                "-- password '%s'\ndo $$ begin raise exception '%%', repeat('b', 150) || '%s' || repeat('c', 300); end $$"
                    .formatted(secret, secret))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.output() + outcome.error()).contains("bbb***c").doesNotContain("hidden");
  }
}
