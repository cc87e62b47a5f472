package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that are pending are looked at before anything is changed, and it is told. */
class ReviewedIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @BeforeEach
  void makeTable() {
    database.execute("create table orders (id int); insert into orders values (1), (2)");
  }

  private RunnerProcess runner(String guardrails) {
    return RunnerProcess.on(database, folder)
        .spec(
            """
            {"migrate": [{"flyway": {"configMaps": ["sql"], "baselineVersion": "1"}}], "guardrails": {%s}}
            """
                .formatted(guardrails));
  }

  private void assertNothingWasApplied() {
    assertThat(database.query("select count(*) from orders")).containsExactly("2");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\i other.sql | RULE_BROKEN | \\i is a command of psql",
        "set role postgres; | RULE_BROKEN | SET ROLE POSTGRES changes the user",
        "drop table flyway_schema_history; | RULE_BROKEN | the history of the scripts",
        "drop schema public cascade; | RULE_BROKEN | takes away the history",
        "select 'never ended; | RULE_BROKEN | a string has no end",
        "commit; | TRANSACTION_CONTROL | COMMIT begins or ends a transaction",
        "vacuum; | MIXED_SCRIPT | VACUUM cannot run in a transaction",
      })
  void ruleThatMustNotBeBrokenEndsTheRunBeforeAnythingIsApplied(
      String statement, Reason reason, String words) throws Exception {
    var outcome =
        runner("")
            .script("V2__fine.sql", "delete from orders where id = 1;")
            .script("V3__wrong.sql", "select 1;\n" + statement)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message())
        .contains("V3__wrong.sql, line 2: ", words, "Nothing was applied.");
    assertThat(outcome.failure().line()).isEqualTo(2);
    assertThat(outcome.lines())
        .anyMatch(line -> line.startsWith("preflight Failed V3__wrong.sql, line 2: "));
    assertThat(outcome.events())
        .filteredOn(event -> event.state() == State.FAILED)
        .extracting(RunEvent::step)
        .containsOnly("review");
    assertNothingWasApplied();
  }

  @Test
  void whatLosesDataIsToldAndDone() throws Exception {
    var outcome = runner("").script("V2__loses.sql", "truncate orders;").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.startsWith(
                "preflight Warning V2__loses.sql, line 1: TRUNCATE deletes all rows of orders."));
    assertThat(database.query("select count(*) from orders")).containsExactly("0");
  }

  @Test
  void whatLosesDataIsRefusedIfTheMigrationSaysSo() throws Exception {
    var outcome =
        runner("\"destructive\": \"Refuse\"")
            .script("V2__loses.sql", "truncate orders;\ndelete from orders;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.DESTRUCTIVE);
    assertThat(outcome.closing().message())
        .contains("line 1: TRUNCATE", "1 more: V2__loses.sql, line 2 (delete-all)");
    assertNothingWasApplied();
  }

  @Test
  void whatTheScriptAllowsIsDoneAndToldWithItsReason() throws Exception {
    var outcome =
        runner("\"destructive\": \"Refuse\"")
            .script(
                "V2__loses.sql",
                "-- drawbridge: allow truncate it is filled again from the bus\ntruncate orders;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .contains(
            "preflight Found V2__loses.sql, line 2: truncate is allowed by the script: it is filled again from the bus");
  }

  @Test
  void scriptThatIsAppliedAlreadyIsNotLookedAtAgain() throws Exception {
    database.execute("create table other (id int)");
    var outcome =
        runner("\"destructive\": \"Refuse\"")
            .script("V1__before_us.sql", "begin; drop table other; commit;")
            .script("V2__fine.sql", "select 1;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.output()).doesNotContain("V1__before_us.sql, line");
  }

  @Test
  void manyFindingsAreSummedUp() throws Exception {
    var indexes =
        IntStream.range(0, 50)
            .mapToObj(index -> "create index i" + index + " on orders (id);")
            .collect(Collectors.joining("\n"));

    var outcome = runner("").script("V2__indexes.sql", indexes).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines().stream().filter(line -> line.startsWith("preflight Warning ")))
        .hasSize(10)
        .last()
        .isEqualTo("preflight Warning scripts: 41 more findings; drawbridge check shows them all");
  }

  @Test
  void dataBehindCopyIsLoaded() throws Exception {
    var outcome =
        runner("")
            .script("V2__data.sql", "copy orders from stdin;\n3\n4\n\\.\nselect 1;\n")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) from orders")).containsExactly("4");
  }

  @Test
  void windowsLineEndsAndByteOrderMarkDoNoHarm() throws Exception {
    var outcome =
        runner("")
            .script("V2__windows.sql", "\uFEFFdelete from orders\r\n  where id = 1;\r\n")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) from orders")).containsExactly("1");
  }

  @Test
  void scriptOfFiftyMegabytesIsRefused() throws Exception {
    var huge = "insert into orders values (1);\n".repeat(1_750_000);
    var outcome =
        runner("").file("sql", "V2__huge.sql", huge.getBytes(StandardCharsets.UTF_8)).await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NOT_A_SCRIPT);
    assertThat(outcome.closing().message())
        .contains("V2__huge.sql has 52 MB, but a script may have no more than 2 MB");
    assertNothingWasApplied();
  }

  @Test
  void zeroByteIsRefused() throws Exception {
    var outcome = runner("").script("V2__zero.sql", "select 1;\nselect '\0';").await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NOT_A_SCRIPT);
    assertThat(outcome.closing().message()).contains("V2__zero.sql, line 2: A byte of value 0");
  }
}
