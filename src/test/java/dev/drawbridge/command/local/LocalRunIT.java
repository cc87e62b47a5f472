package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.CommandProcess;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.runner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a real PostgreSQL, by the packaged command in a process of its own. */
class LocalRunIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;
  private CommandProcess last = CommandProcess.of(Path.of("."));

  private CommandProcess command(String table, String script, String... more) throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: shop}
        spec:
          database: {secretRef: {name: shop-db, keys: {url: dsn}}}
          preflight:
          - {name: quiet, sql: {query: "select 0", expect: {equals: 0}}}
          migrate:
          - flyway: {configMaps: [shop-sql]}
          verify:
          - {name: tables, schema: {tables: [{name: %s}]}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop-sql}
        data:
          V1__orders.sql: "create table orders (id int);"
          V2__second.sql: "%s"
        """
            .formatted(table, script));
    return withManifests(more);
  }

  private CommandProcess withManifests(String... more) {
    var words = new ArrayList<>(List.of("run", "-f", folder + "/shop.yaml"));
    words.add("--database-url");
    words.add(
        "postgresql://%s@localhost:%d/%s"
            .formatted(database.name(), TestDatabase.port(), database.name()));
    words.addAll(List.of(more));
    last = CommandProcess.of(folder, words.toArray(String[]::new));
    return last;
  }

  @BeforeEach
  void writePasswordFile() throws IOException {
    PasswordAtHome.write(folder);
  }

  /** Whatever became of it. */
  @AfterEach
  void nothingIsLeftAndNoSecretWasTold() throws IOException {
    assertThat(last.leftovers()).isEmpty();
    assertThat(last.output() + Files.readString(folder.resolve("errors")))
        .doesNotContain(TestDatabase.PASSWORD);
  }

  @Test
  void verifiedRunTellsTheLinesOfAPod() throws Exception {
    var outcome = command("orders", "create table second (id int);").await();

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output().lines()).allMatch(line -> line.startsWith("{\"v\":1,"));
    var closing = RunLog.read(outcome.output()).closing().orElseThrow();
    assertThat(closing.outcome()).isEqualTo(Exit.VERIFIED);
    assertThat(closing.applied()).isEqualTo(2);
    assertThat(closing.checks()).isEqualTo(2);
    assertThat(database.history()).containsExactly("1", "2");
  }

  @Test
  void peopleSeeALineForEachThing() throws Exception {
    var outcome = command("orders", "create table second (id int);", "-o", "text").await();

    assertThat(outcome.output())
        .startsWith("  Migration shop, run ")
        .contains("on localhost:" + TestDatabase.port() + "/" + database.name())
        .containsPattern("preflight  quiet +found 0, expected 0 +\\d+ ms")
        .containsPattern("migrate    2 second +applied +\\d+ ms")
        .containsPattern("verify     tables +1 of 1 +\\d+ ms")
        .containsPattern("verified +schema 2, from an empty history: 2 scripts applied, 2 checks");
  }

  @Test
  void failedScriptIsToldWithItsPlace() throws Exception {
    var outcome = command("orders", "create table orders (id int);", "-o", "text").await();

    assertThat(outcome.code()).isEqualTo(Exit.MIGRATION_FAILED.code());
    assertThat(outcome.output())
        .contains("ScriptFailed", "V2__second.sql, line 1", "SQL state  42P07")
        .contains("exit code 22 (MigrationFailed)");
    assertThat(outcome.errors()).isEmpty();
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void failedCheckHasItsExitCode() throws Exception {
    var outcome = command("missing", "create table second (id int);").await();

    assertThat(outcome.code()).isEqualTo(Exit.VERIFICATION_FAILED.code());
    var assertion =
        RunLog.read(outcome.output()).events().stream()
            .filter(event -> "tables".equals(event.subject()))
            .findFirst()
            .orElseThrow()
            .assertion();
    assertThat(assertion).isEqualTo(new Assertion("0 of 1; missing: table missing", "all 1"));
  }

  @Test
  void guardrailsRefuseAsInAPod() throws Exception {
    var outcome = command("orders", "commit;").await();

    assertThat(outcome.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(RunLog.read(outcome.output()).closing().orElseThrow().reason())
        .isEqualTo(Reason.TRANSACTION_CONTROL);
    assertThat(database.query("select to_regclass('orders')")).containsExactly("null");
  }

  @Test
  void folderTakesThePlaceOfTheConfigMap() throws Exception {
    var scripts = Files.createDirectory(folder.resolve("sql"));
    Files.writeString(scripts.resolve("V1__orders.sql"), "create table orders (id int);");
    Files.writeString(scripts.resolve(".editor"), "not a script");

    var outcome = command("orders", "never;", "--config-map", "shop-sql=" + scripts).await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void passwordMayComeByStandardInput() throws Exception {
    var outcome =
        command("orders", "create table second (id int);", "--password-stdin")
            .variable("PGPASSWORD", "another")
            .input(TestDatabase.PASSWORD + "\n")
            .await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
  }

  /** In whatever locale: CI has seldom one. */
  @Test
  void passwordMayBeInTheEnvironment() throws Exception {
    Files.delete(folder.resolve(".pgpass"));
    var file = Files.writeString(folder.resolve("password"), TestDatabase.PASSWORD);

    var outcome =
        command("orders", "create table second (id int);")
            .startedBy(
                "/bin/sh",
                "-c",
                "export PGPASSWORD=\"$(cat \"$0\")\"; exec \"$@\"",
                file.toString())
            .await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
  }

  @Test
  void sigtermRollsBackTellsItAndCleansUp() throws Exception {
    var command = command("orders", "create table slow (id int); select pg_sleep(40);").start();
    database.awaitStatement("%pg_sleep%");

    command.process().destroy();
    var outcome = command.await();

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED.code());
    var closing = RunLog.read(outcome.output()).closing().orElseThrow();
    assertThat(closing.message()).contains("V2__second.sql", "rolled back", "stays at 1");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  /** What is told is for whoever has given the command: there is no Secret and no annotation. */
  @Test
  void adviceIsForThisMachine() throws Exception {
    var outcome =
        command("orders", "select 1;", "--password-stdin", "-o", "text").input("wrong\n").await();

    assertThat(outcome.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(outcome.output())
        .contains("Correct --database-url, then give the command again.")
        .doesNotContain("annotation", "Secret");
  }

  @Test
  void hostThatNobodyKnowsIsNamedAndWaitedForQuietly() throws Exception {
    command("orders", "select 1;");
    var manifest = folder.resolve("shop.yaml");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("spec:", "spec:\n  guardrails: {deadline: 12s}"));
    last =
        CommandProcess.of(
            folder,
            "run",
            "-f",
            manifest.toString(),
            "--database-url",
            "postgresql://ann@no-such-host.invalid/shop");
    var outcome = last.await();

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.UNREACHABLE.code());
    var log = RunLog.read(outcome.output());
    assertThat(log.events().stream().filter(event -> event.state() == State.WAITING))
        .singleElement()
        .satisfies(event ->
            assertThat(event.message())
                .contains("there is no host of the name no-such-host.invalid"));
    assertThat(log.closing().orElseThrow().message())
        .contains("no-such-host.invalid", "Check the host in --database-url", "from this machine");
  }

  /** As Ctrl-C sends it. */
  @Test
  void sigintEndsARunAsSigtermDoes() throws Exception {
    var command = command("orders", "create table slow (id int); select pg_sleep(40);").start();
    database.awaitStatement("%pg_sleep%");

    Signals.interrupt(command.process());
    var outcome = command.await();

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED.code());
    assertThat(RunLog.read(outcome.output()).closing().orElseThrow().message())
        .contains("rolled back", "give the command again");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  @Test
  void folderOfTheRunIsPrivate() throws Exception {
    var command = command("orders", "select pg_sleep(40);").start();
    database.awaitStatement("%pg_sleep%");

    var folders = command.leftovers();
    assertThat(folders)
        .singleElement()
        .satisfies(path ->
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------"));
    command.process().destroy();
    command.await();
  }
}
