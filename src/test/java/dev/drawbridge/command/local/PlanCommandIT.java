package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.command.CommandProcess;
import dev.drawbridge.report.Exit;
import dev.drawbridge.runner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of what a real PostgreSQL does not have yet, by the packaged command. */
class PlanCommandIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;
  private CommandProcess last = CommandProcess.of(Path.of("."));

  private static List<String> andSecond(String second) {
    return List.of(
        "V1__orders.sql: \"create table orders (id int);\"",
        "V2__second.sql: \"%s\"".formatted(second));
  }

  private CommandProcess.Outcome command(String command, String second, String... more)
      throws Exception {
    return command(command, andSecond(second), more);
  }

  private CommandProcess.Outcome command(String command, List<String> scripts, String... more)
      throws Exception {
    return process(command, scripts, more).await();
  }

  private CommandProcess process(String command, List<String> scripts, String... more)
      throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: shop}
        spec:
          database: {secretRef: {name: shop-db}}
          guardrails: {rehearse: true}
          migrate:
          - flyway: {inline: {%s}}
          - run: {image: tool, command: [sh, -c, exit 1]}
        """
            .formatted(String.join(", ", scripts)));
    PasswordAtHome.write(folder);
    var words = new ArrayList<>(List.of(command, "-f", folder + "/shop.yaml", "--database-url"));
    words.add(
        "postgresql://%s@localhost:%d/%s"
            .formatted(database.name(), TestDatabase.port(), database.name()));
    words.addAll(List.of(more));
    last = CommandProcess.of(folder, words.toArray(String[]::new));
    return last;
  }

  @AfterEach
  void nothingIsLeftAndNoSecretWasTold() throws IOException {
    assertThat(last.leftovers()).isEmpty();
    assertThat(last.output() + Files.readString(folder.resolve("errors")))
        .doesNotContain(TestDatabase.PASSWORD);
  }

  @Test
  void planIsATableAndNothingIsApplied() throws Exception {
    var outcome = command("plan", "drop table if exists legacy;");

    assertThat(outcome.code()).as(outcome.output() + outcome.errors()).isZero();
    assertThat(outcome.output())
        .startsWith("Database " + database.name())
        .containsPattern("Step 1, scripts: from no version to 2")
        .containsPattern("2  V2__second.sql  checksum +-?\\d+")
        .contains("Step 2, sh -c exit 1")
        .contains("Rehearsed and rolled back: 2 scripts, 2 statements")
        .containsPattern("Digest [0-9a-f]{64}");
    assertThat(outcome.errors()).contains("warning: V2__second.sql, line 1");
    assertThat(database.query("select count(*) from pg_class where relname = 'orders'"))
        .containsExactly("0");
  }

  @Test
  void planForProgramsIsJson() throws Exception {
    var outcome = command("plan", "select 1;", "-o", "json");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).startsWith("{").contains("\"digest\"", "V2__second.sql");
  }

  @Test
  void whatTheServerSaysOfAScriptThatIsLeftOutHasNoSecrets() throws Exception {
    var scripts =
        List.of(
            "V1__orders.sql: create table orders (id int)",
            "V2__index.sql: create index concurrently one on orders (id)",
            "V3__wrong.sql: select '%s'::int".formatted(TestDatabase.PASSWORD.replace("'", "''")));

    var outcome = command("plan", scripts, "-o", "json");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .contains("notRehearsed", "line 1 fails without V2__index.sql", "***");
  }

  @Test
  void scriptThatWouldFailIsToldWithItsPlace() throws Exception {
    var outcome = command("plan", "create table orders (id int);");

    assertThat(outcome.code()).isEqualTo(Exit.PREFLIGHT_FAILED.code());
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors())
        .contains("Rehearsal: V2__second.sql, line 1", "already exists", "Nothing was applied");
  }

  @Test
  void programsAreToldWhyThereIsNoPlan() throws Exception {
    var outcome = command("plan", "create table orders (id int);", "-o", "json");

    assertThat(outcome.code()).isEqualTo(Exit.PREFLIGHT_FAILED.code());
    var json = new JsonMapper().readTree(outcome.output());
    assertThat(json.at("/reason").asText()).isEqualTo("RehearsalFailed");
    assertThat(json.at("/message").asText()).contains("V2__second.sql, line 1");
    assertThat(json.at("/failure/sqlState").asText()).isEqualTo("42P07");
  }

  @Test
  void programsAreToldWhyNothingWasStarted() throws Exception {
    var outcome = command("plan", "select 1;", "-o", "json", "--migration", "other");

    assertThat(outcome.code()).isEqualTo(2);
    var json = new JsonMapper().readTree(outcome.output());
    assertThat(json.at("/reason").asText()).isEqualTo("NothingStarted");
    assertThat(json.at("/message").asText()).contains("no Migration other, but shop");
    assertThat(outcome.errors()).contains("no Migration other, but shop");
  }

  /** As Ctrl-C sends it. */
  @Test
  void sigintEndsARehearsalAndLeavesNothing() throws Exception {
    var command =
        process("plan", andSecond("create table slow (id int); select pg_sleep(40);")).start();
    database.awaitStatement("%pg_sleep%");

    Signals.interrupt(command.process());
    var outcome = command.await();

    assertThat(outcome.code()).as(outcome.errors()).isEqualTo(Exit.INTERRUPTED.code());
    assertThat(outcome.errors()).contains("rolled back", "give the command again");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  @Test
  void planThatCannotBeMadeSaysWhy() throws Exception {
    var outcome = command("plan", "select 1;", "-o", "xml");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).contains("--output is text or json, not xml");
  }
}
