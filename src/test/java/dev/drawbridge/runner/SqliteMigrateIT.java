package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts are applied to a SQLite file, checked and told as they are with PostgreSQL. */
class SqliteMigrateIT {

  private static final String TRIGGER =
      """
      create table log (what text);
      create trigger told after insert on orders begin
        insert into log values (case when new.id > 1 then 'more' else 'first' end);
        delete from log where what is null;
      end;
      """;

  @TempDir Path folder;
  private TestFile file;

  @BeforeEach
  void claim() throws Exception {
    file = TestFile.in(folder);
  }

  @Test
  void newFileIsCreatedMigratedAndVerified() throws Exception {
    var outcome =
        file.runner(folder)
            .script("V1__orders.sql", "create table orders (id integer primary key);")
            .script("V2__log.sql", TRIGGER)
            .script("V3__rows.sql", "insert into orders values (1), (2);")
            .spec(
                """
                {"preflight": [{"name": "no tables", "schema": {"tables": [{"name": "orders"}], "absent": true}}],
                 "verify": [{"name": "told", "sql": {"query": "select count(*) from log", "expect": {"equals": 2}}},
                            {"name": "sound", "sql": {"query": "pragma integrity_check", "expect": {"equals": "ok"}}}]}
                """)
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .filteredOn(line -> !line.startsWith("preflight Found plan"))
        .containsExactly(
            "preflight Found database data/app.db: created, since it did not exist; journal mode wal",
            "preflight Passed no tables: 1 of 1 absent",
            "migrate Started 1 orders: null",
            "migrate Applied 1 orders: null",
            "migrate Started 2 log: null",
            "migrate Applied 2 log: null",
            "migrate Started 3 rows: null",
            "migrate Applied 3 rows: null",
            "verify Passed told: found 2, expected 2",
            "verify Passed sound: found ok, expected ok",
            "end Found null: null",
            "end Ended null: null");
    assertThat(outcome.closing().to()).isEqualTo("3");
    assertThat(outcome.error()).isEmpty();
    assertThat(file.history()).containsExactly("1", "2", "3");
    assertThat(Files.getPosixFilePermissions(file.file()))
        .hasToString("[OWNER_READ, OWNER_WRITE, GROUP_READ, GROUP_WRITE, OTHERS_READ]");
  }

  @Test
  void failingScriptIsRolledBackAndNamedWithLineStatementAndError() throws Exception {
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "create table a (id integer primary key, x text not null);")
            .script(
                "V2__b.sql",
                "create table b (id int);\ninsert into a values (1, 'x');\n\n-- again\ninsert into a values (1, 'y');")
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.SCRIPT_FAILED);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "V2__b.sql, line 5: UNIQUE constraint failed: a.id (SQLite error SQLITE_CONSTRAINT_PRIMARYKEY). Rolled back; the schema stays at 1. Correct the script and apply it again.");
    assertThat(outcome.failure().sqlState()).isEqualTo("SQLITE_CONSTRAINT_PRIMARYKEY");
    assertThat(outcome.failure().line()).isEqualTo(5);
    assertThat(outcome.failure().statement()).isEqualTo("insert into a values (1, 'y')");
    assertThat(file.history()).containsExactly("1");
    assertThat(file.tables()).doesNotContain("b");
    assertThat(file.query("select count(*) from a")).containsExactly("0");
  }

  @Test
  void nextRunGoesOnWhereTheLastOneEnded() throws Exception {
    var first = file.runner(folder).script("V1__a.sql", "create table a (id int);").await();
    var second =
        RunnerProcess.onFile(file.claim(), file.path(), Files.createDirectory(folder.resolve("2")))
            .identity(identity(first))
            .script("V1__a.sql", "create table a (id int);")
            .script("V2__b.sql", "create table b (id int);")
            .await();

    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.closing().from()).isEqualTo("1");
    assertThat(second.closing().applied()).isEqualTo(1);
    assertThat(identity(second)).isEqualTo(identity(first)).endsWith("/data/app.db");
  }

  private static String identity(RunnerProcess.Outcome outcome) {
    var seen = Objects.requireNonNull(outcome.closing().database());
    return seen.system() + "/" + seen.name();
  }

  @Test
  void plainFlywayReadsTheHistoryAndGoesOn() throws Exception {
    file.runner(folder).script("V1__a.sql", "create table a (id int);").await();
    var scripts = Files.createDirectory(folder.resolve("later"));
    Files.writeString(scripts.resolve("V1__a.sql"), "create table a (id int);");
    Files.writeString(scripts.resolve("V2__b.sql"), "create table b (id int);");

    var plain =
        Flyway.configure()
            .dataSource("jdbc:sqlite:" + file.file(), null, null)
            .locations("filesystem:" + scripts)
            .load()
            .migrate();

    assertThat(plain.migrationsExecuted).isEqualTo(1);
    assertThat(file.history()).containsExactly("1", "2");
  }

  @Test
  void databaseWithTablesNeedsABaseline() throws Exception {
    file.execute("create table old (id int)");
    var refused = file.runner(folder).script("V8__new.sql", "create table new (id int);").await();
    var adopted =
        RunnerProcess.onFile(file.claim(), file.path(), Files.createDirectory(folder.resolve("2")))
            .script("V8__new.sql", "create table new (id int);")
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"7\"}}]}")
            .await();

    assertThat(refused.closing().reason()).isEqualTo(Reason.NO_BASELINE);
    assertThat(adopted.exit()).as(adopted.output()).isEqualTo(Exit.VERIFIED);
    assertThat(file.history()).containsExactly("7", "8");
    assertThat(adopted.lines())
        .anyMatch(
            line -> line.startsWith("preflight Found database data/app.db: journal mode delete"));
    assertThat(file.query("pragma journal_mode")).containsExactly("delete");
  }

  @Test
  void statementOutsideTransactionsRunsAlone() throws Exception {
    var outcome =
        file.runner(folder)
            .script("V1__a.sql", "create table a (id int);")
            .script("V2__compact.sql", "vacuum;")
            .script("V3__mode.sql", "pragma journal_mode = delete;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(file.query("pragma journal_mode")).containsExactly("delete");
  }

  @Test
  void rowsThatReferToNothingAreTold() throws Exception {
    var outcome =
        file.runner(folder)
            .script(
                "V1__a.sql",
                "create table a (id int primary key);\ncreate table b (a_id int references a (id));\ninsert into b values (1), (2);")
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .contains(
            "migrate Warning foreign keys: row 1 of b refers to nothing in a, and so does 1 other. A check on pragma_foreign_key_check makes that a failure");
  }

  @Test
  void foreignKeysAreEnforcedWhereThatIsAskedFor() throws Exception {
    var outcome =
        file.runner(folder)
            .script(
                "V1__a.sql",
                "create table a (id int primary key);\ncreate table b (a_id int references a (id));\ninsert into b values (1);")
            .spec(
                "{\"database\": {\"sqlite\": {\"claim\": \"orders-data\", \"path\": \"data/app.db\", \"foreignKeys\": true}}}")
            .await();

    assertThat(outcome.closing().reason()).isEqualTo(Reason.SCRIPT_FAILED);
    assertThat(outcome.failure().sqlState()).isEqualTo("SQLITE_CONSTRAINT_FOREIGNKEY");
  }
}
