package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steps of the user's own from end to end, with psql of this machine: operator, runner and database
 * are the real ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolStepsIT {

  private Stage stage;
  private Postgres.Database database;
  private int tests;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    stage = Stage.open(folder);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @BeforeEach
  void newDatabase() throws Exception {
    tests++;
    database = stage.database(name(), name());
  }

  private String name() {
    return "shop" + tests;
  }

  /**
   * @param fields of spec, beginning with migrate
   */
  private MigrationStatus migrate(String fields, int runs) {
    stage.migrate(name(), fields);
    return stage.awaitEnd(name(), runs);
  }

  private static Run run(MigrationStatus status) {
    return Stage.run(status);
  }

  private static List<String> told(MigrationStatus status) {
    return run(status).timeline().stream()
        .filter(entry -> entry.phase().equals("migrate"))
        .filter(entry -> !("flyway".equals(entry.step()) && entry.state().equals("Started")))
        .map(entry -> "%s %s %s".formatted(entry.step(), entry.state(), entry.subject()))
        .toList();
  }

  private List<String> query(String sql) throws SQLException {
    return Stage.query(database, sql);
  }

  private static final String TURNS =
      """
      migrate:
      - flyway:
          inline: {V1__items.sql: "create table items (id int)"}
      - run:
          image: postgres:18
          command: [sh, -c]
          args:
          - |
            echo '{"v":1,"subject":"item rows","state":"Applied","message":"3 rows"}'
            psql -v ON_ERROR_STOP=1 -c 'insert into items select generate_series(1, 3)'
            psql -Atc "select current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('application_name')" > "$HOME/limits"
            psql -c "create table tool_version as select 'ae10'::text as version_num"
            psql -c "create table limits as select '$(cat "$HOME/limits")'::text as line"
          version: {query: select version_num from tool_version, to: ae10}
      - flyway:
          schemas: [audit]
          inline: {R__view.sql: "create or replace view counted as select count(*) from public.items"}
      verify:
      - {name: rows, sql: {query: select * from audit.counted, expect: {equals: 3}}}
      guardrails: {lockTimeout: 2s, statementTimeout: 1m}
      """;

  @Test
  void scriptsAndToolsTakeTurnsAndTheLastVersionCounts() throws Exception {
    var status = migrate(TURNS, 1);

    assertThat(run(status).outcome()).as(run(status).message()).isEqualTo(Run.VERIFIED);
    assertThat(Objects.requireNonNull(status.verified()).applied()).containsExactly("ae10");
    assertThat(told(status))
        .containsExactly(
            "flyway Applied 1 items",
            "run Warning image postgres:18",
            "run Started step 2, sh -c",
            "run Applied item rows",
            "run Applied step 2, sh -c",
            "flyway Applied R view");
    assertThat(run(status).message())
        .startsWith("schema ae10")
        .contains("3 scripts or steps applied, 1 check passed");
    assertThat(query("select line from limits"))
        .singleElement()
        .asString()
        .startsWith("2s|1min|drawbridge/" + run(status).id());
  }

  @Test
  void toolThatIsThereAlreadyIsLeftOut() throws Exception {
    migrate(TURNS, 1);

    var again = migrate(TURNS + "release: second\n", 2);

    assertThat(run(again).outcome()).as(run(again).message()).isEqualTo(Run.VERIFIED);
    assertThat(told(again))
        .contains("run Skipped step 2, sh -c")
        .doesNotContain("run Started step 2, sh -c");
    assertThat(query("select count(*) from items")).containsExactly("3");
    assertThat(Objects.requireNonNull(again.verified()).version()).isEqualTo("ae10");
  }

  @Test
  void toolThatFailsIsStartedOnceAndItsLastWordsAreKept() throws Exception {
    var status =
        migrate(
            """
            migrate:
            - flyway:
                inline: {V1__calls.sql: "create table calls (at timestamptz)"}
            - run:
                image: postgres:18
                command: [sh, -c, "psql -c 'insert into calls values (now())'; echo half done; echo 'no such column' >&2; exit 24"]
            - flyway:
                schemas: [later]
                inline: {V1__never.sql: "create table never (id int)"}
            """,
            1);

    assertThat(run(status).reason()).as(stage.logs()).isEqualTo("StepFailed");
    assertThat(run(status).message())
        .startsWith("Step 2, sh -c psql")
        .contains("ended with exit code 24", "It said last: ", "stays");
    assertThat(run(status).logTail()).contains("half done", "no such column");
    assertThat(query("select count(*) from calls")).containsExactly("1");
    assertThat(query("select to_regclass('later.never')")).containsExactly((String) null);
    assertThat(status.verified()).isNull();
  }

  @Test
  void toolThatSaysNotOkHasFailedWhateverItsExitCode() {
    var status =
        migrate(
            """
            migrate:
            - run: {image: "postgres:18", command: [echo, '{"ok": false, "duplicates": 2}']}
            """,
            1);

    assertThat(run(status).reason())
        .as(run(status).message() + stage.logs())
        .isEqualTo("StepFailed");
    assertThat(run(status).message()).contains("exit code 0", "\"duplicates\": 2");
  }

  @Test
  void toolThatEndsAtAnotherVersionHasFailed() {
    var status =
        migrate(
            """
            migrate:
            - run:
                image: postgres:18
                command: [psql, -c, "create table tool_version as select 'ae09'::text as version_num"]
                version: {query: select version_num from tool_version, to: ae10}
            """,
            1);

    assertThat(run(status).reason())
        .as(run(status).message() + stage.logs())
        .isEqualTo("VersionNotReached");
    assertThat(run(status).message()).contains("version ae09", "ae10");
  }

  @Test
  void versionThatCannotBeReadIsRefusedBeforeTheToolIsStarted() {
    var status =
        migrate(
            """
            migrate:
            - run:
                image: postgres:18
                command: [psql, -c, "create table should_not_be (id int)"]
                version: {query: select 1 / 0, to: ae10}
            """,
            1);

    assertThat(run(status).reason()).as(run(status).message()).isEqualTo("VersionNotRead");
    assertThat(run(status).message()).contains("22012", "Nothing was applied");
  }

  @Test
  void failingCheckBeforeTheToolKeepsItFromStarting() throws Exception {
    var status =
        migrate(
            """
            preflight:
            - {name: quiet, sql: {query: select 1, expect: {equals: 0}}}
            migrate:
            - run: {image: "postgres:18", command: [psql, -c, "create table should_not_be (id int)"]}
            """,
            1);

    assertThat(run(status).reason()).isEqualTo("PreflightFailed");
    assertThat(query("select to_regclass('should_not_be')")).containsExactly((String) null);
  }
}
