package dev.drawbridge.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of a rehearsal: locks, timeouts, a stop from outside, and room in the report. */
class RehearsalLimitsIT {

  private static final String REHEARSE = "{\"guardrails\": {\"rehearse\": true}}";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder).spec(REHEARSE);
  }

  @Test
  void lockThatIsNotFreeIsWaitedForAgainAndThenTold() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'nightly-report'; lock table x.busy");
      var outcome =
          runner()
              .script(
                  "V1__one.sql",
                  "create table one (id int);\nalter table x.busy add column more int;")
              .spec(
                  "{\"guardrails\": {\"rehearse\": true, \"lockTimeout\": \"400ms\", \"lockRetries\": 1}}")
              .await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(outcome.closing().message())
          .startsWith("Rehearsal: V1__one.sql, line 2")
          .contains("nightly-report", "Nothing was applied");
      assertThat(outcome.lines())
          .filteredOn(line ->
              line.startsWith("preflight Waiting V1__one.sql: it waited too long for a lock"))
          .hasSize(1);
    }
    assertThat(database.relations()).isEmpty();
  }

  @Test
  void schemaThatTheUserMayNotCreateIsRefused() throws Exception {
    database.execute("revoke create on database %1$s from %1$s".formatted(database.name()));

    var outcome =
        runner()
            .spec(
                """
                {"guardrails": {"rehearse": true},
                 "migrate": [{"flyway": {"schemas": ["audit"], "inline": {
                   "V1__log.sql": "create table log (id int)"}}}]}
                """)
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.MISSING_RIGHT);
    assertThat(outcome.closing().message())
        .startsWith("Rehearsal: schema audit is not there, and the user of the Secret may not")
        .contains("permission denied", "42501", "Nothing was applied. Create it, or grant");
  }

  @Test
  void stepAfterOneThatCouldNotBeRehearsedIsLeftOut() throws Exception {
    database.execute("create schema x; create type x.kind as enum ('a')");

    var outcome =
        runner()
            .script("V1__value.sql", "alter type x.kind add value 'b';")
            .script("V2__use.sql", "create table used as select 'b'::x.kind as kind;")
            .file("more", "V1__later.sql", "create table later (id int);".getBytes(UTF_8))
            .spec(
                """
                {"migrate": [{"flyway": {"configMaps": ["sql"]}},
                             {"flyway": {"configMaps": ["more"], "schemas": ["later"]}}],
                 "guardrails": {"rehearse": true}}
                """)
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.rehearsed(outcome).notRehearsed())
        .extracting(PlanSummary.Left::subject)
        .containsExactly("V2__use.sql", "V1__later.sql");
  }

  @Test
  void statementTimeoutIsToldAsOne() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "select pg_sleep(30);")
            .spec("{\"guardrails\": {\"rehearse\": true, \"statementTimeout\": \"700ms\"}}")
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.STATEMENT_TIMEOUT);
    assertThat(outcome.closing().message())
        .contains("guardrails.statementTimeout (700 ms)", "Nothing was applied");
  }

  @Test
  void stopFromOutsideEndsItAndLeavesNothing() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    var runner =
        runner()
            .script(
                "V1__one.sql",
                "create table one (id int);\nlock table x.busy;\nselect pg_sleep(60);")
            .start();
    database.awaitStatement("select pg_sleep%");
    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains(
            "during the rehearsal, in V1__one.sql: it was rolled back", "Nothing was applied.");
    assertThat(database.relations()).isEmpty();
    assertThat(database.query("select count(*) from pg_locks where relation = 'x.busy'::regclass"))
        .containsExactly("0");
  }

  @Test
  void deadlineEndsItToo() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "select pg_sleep(60);")
            .deadline(Duration.ofSeconds(12))
            .await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(outcome.closing().message()).contains("during the rehearsal");
  }

  @Test
  void endOfTheTransactionThatNoRuleHasSeenIsNotPassedOver() throws Exception {
    try (var admin = database.connectAsAdministrator();
        var statement = admin.createStatement()) {
      statement.execute(
          "alter database " + database.name() + " set standard_conforming_strings = off");
    }
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);\nselect 'a\\' || '; commit; --';")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.TRANSACTION_CONTROL);
    assertThat(outcome.closing().message()).contains("V1__one.sql, line 2");
  }

  @Test
  void fiveThousandStatementsFitIntoTheReport() throws Exception {
    var inserts =
        IntStream.range(0, 4000)
            .mapToObj("insert into one values (%d);"::formatted)
            .collect(Collectors.joining("\n"));
    var runner = runner().script("V1__one.sql", "create table one (id int);\n" + inserts);
    for (var n = 2; n < 1002; n++) {
      runner.script("V" + n + "__more_of_the_same_kind.sql", "create table t" + n + " (id int);");
    }
    var outcome = runner.planOnly().await();

    assertThat(outcome.exit()).as(outcome.error()).isEqualTo(Exit.PLANNED);
    assertThat(Plans.rehearsed(outcome).statements()).isEqualTo(5001);
    assertThat(outcome.report().length()).isLessThanOrEqualTo(4096);
    var reported =
        dev.drawbridge.report.RunLog.read(outcome.report())
            .plan()
            .map(RunEvent::plan)
            .orElseThrow();
    assertThat(Objects.requireNonNull(reported).pending()).isEqualTo(1001);
    assertThat(Objects.requireNonNull(reported.rehearsed()).statements()).isEqualTo(5001);
  }
}
