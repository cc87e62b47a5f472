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

/** Checks that are containers of the user's own, with psql of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunChecksIT {

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

  private MigrationStatus migrate(String fields) {
    stage.migrate(name(), fields);
    return stage.awaitEnd(name(), 1);
  }

  private List<String> query(String sql) throws SQLException {
    return Stage.query(database, sql);
  }

  @Test
  void checksStandWhereTheyAreWrittenAndAreToldLikeOthers() throws Exception {
    var status =
        migrate(
            """
            preflight:
            - {name: quiet, sql: {query: select 0, expect: {equals: 0}}}
            - name: dry run
              run:
                image: postgres:18
                command: [sh, -c]
                args: ['psql -Atc "show default_transaction_read_only" | grep -x on && echo "{\\"v\\":1,\\"subject\\":\\"users\\",\\"message\\":\\"2 to move\\"}" && echo "{\\"ok\\": true}"']
            - {name: still quiet, sql: {query: select 0, expect: {equals: 0}}}
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            verify:
            - name: writes
              run: {image: "postgres:18", command: [psql, -v, ON_ERROR_STOP=1, -c, insert into items values (1)], readOnly: false}
            - {name: rows, sql: {query: select count(*) from items, expect: {equals: 1}}}
            """);

    var run = Stage.run(status);
    assertThat(run.outcome()).as(run.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    assertThat(run.message()).contains("1 script applied, 5 checks passed");
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("1");
    assertThat(Stage.told(status, "preflight"))
        .filteredOn(line -> !line.startsWith("Warning") && !line.startsWith("Found plan"))
        .containsExactly(
            "Passed quiet: found 0, expected 0",
            "Started dry run",
            "Found users: 2 to move",
            "Passed dry run: found exit code 0, expected exit code 0",
            "Passed still quiet: found 0, expected 0");
    assertThat(Stage.told(status, "verify"))
        .filteredOn(line -> !line.startsWith("Warning"))
        .containsExactly(
            "Started writes",
            "Passed writes: found exit code 0, expected exit code 0",
            "Passed rows: found 1, expected 1");
  }

  @Test
  void failingCheckBeforeTheStepsLeavesAllAsItWas() throws Exception {
    var status =
        migrate(
            """
            preflight:
            - name: dry run
              run: {image: "postgres:18", command: [sh, -c, "echo looking; echo '2 rows differ'; exit 3"]}
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            """);

    var run = Stage.run(status);
    assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("PreflightFailed");
    assertThat(run.message())
        .startsWith(
            "Check dry run: found exit code 3, expected exit code 0. It said last: 2 rows differ. Nothing was applied.");
    assertThat(run.logTail()).contains("looking");
    assertThat(Stage.told(status, "preflight"))
        .contains("Failed dry run: found exit code 3, expected exit code 0");
    assertThat(query("select to_regclass('items')")).containsExactly((String) null);
  }

  @Test
  void checkThatSaysNotOkBeforeTheStepsLeavesAllAsItWas() throws Exception {
    var status =
        migrate(
            """
            preflight:
            - name: dry run
              run: {image: "postgres:18", command: [echo, '{"ok": false, "duplicates": 2}']}
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            """);

    var run = Stage.run(status);
    assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("PreflightFailed");
    assertThat(run.message()).contains("\"duplicates\": 2", "Nothing was applied");
    assertThat(query("select to_regclass('items')")).containsExactly((String) null);
  }

  @Test
  void failingCheckOfTheResultKeepsTheGateClosed() throws Exception {
    var status =
        migrate(
            """
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            verify:
            - {name: own test, run: {image: "postgres:18", command: [sh, -c, "exit 24"]}}
            """);

    var run = Stage.run(status);
    assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("VerificationFailed");
    assertThat(run.message()).contains("exit code 24", "the gate stays closed");
    assertThat(status.verified()).isNull();
    assertThat(query("select count(*) from items")).containsExactly("0");
  }

  @Test
  void checkThatTriesToWriteIsRefusedByTheDatabase() throws Exception {
    var status =
        migrate(
            """
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            verify:
            - name: careless
              run: {image: "postgres:18", command: [psql, -v, ON_ERROR_STOP=1, -c, insert into items values (1)]}
            """);

    assertThat(Stage.run(status).reason()).isEqualTo("VerificationFailed");
    assertThat(Stage.run(status).logTail()).contains("read-only transaction");
    assertThat(query("select count(*) from items")).containsExactly("0");
  }

  @Test
  void gigabyteOfOutputOfACheckIsNoTrouble() {
    var status =
        migrate(
            """
            preflight:
            - name: loud
              run: {image: "postgres:18", command: [sh, -c, "head -c 1000000000 /dev/zero | tr '\\\\0' x; echo; echo '{\\"ok\\": false}'"]}
            migrate:
            - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
            """);

    assertThat(Stage.run(status).reason())
        .as(Stage.run(status).message())
        .isEqualTo("PreflightFailed");
    assertThat(Stage.run(status).message()).contains("{\"ok\": false}");
  }
}
