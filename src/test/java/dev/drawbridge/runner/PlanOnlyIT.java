package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that is asked for a plan says what it would do, and changes nothing. */
class PlanOnlyIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;
  private int runs;

  private RunnerProcess runner() throws Exception {
    runs++;
    return RunnerProcess.on(database, Files.createDirectory(folder.resolve("run" + runs)));
  }

  /** Everything in the catalog, with the transaction that made it. */
  private List<String> catalog() {
    return database.query(
        "select 'r ' || oid || ' ' || relname || ' ' || xmin || ' ' || relfilenode from pg_class"
            + " union all select 'n ' || nspname || ' ' || xmin from pg_namespace"
            + " union all select 'a ' || attrelid || attname || xmin from pg_attribute where attrelid > 16383"
            + " order by 1");
  }

  @Test
  void emptyDatabaseStaysEmpty() throws Exception {
    var before = catalog();
    var outcome =
        runner()
            .planOnly()
            .spec(
                "{\"preflight\": [{\"name\": \"never\", \"sql\": {\"query\": \"create table trap (id int)\", \"readOnly\": false, \"expect\": {\"rows\": 0}}}],"
                    + " \"migrate\": [{\"flyway\": {\"schemas\": [\"shop\"], \"configMaps\": [\"sql\"]}}]}")
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__two.sql", "create index concurrently on one (id);")
            .script("R__view.sql", "create or replace view v as select 1;")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.PLANNED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.PLANNED);
    assertThat(outcome.closing().message())
        .startsWith("Planned only: 3 scripts pending, from no version to 2; digest ")
        .endsWith(". Nothing was applied.");
    assertThat(outcome.log().applied()).isEmpty();
    assertThat(Plans.of(outcome).scripts())
        .extracting(script -> script.file() + " " + script.version() + " " + script.transactional())
        .containsExactly("V1__one.sql 1 true", "V2__two.sql 2 false", "R__view.sql null true");
    assertThat(catalog()).isEqualTo(before);
  }

  /** Flyway takes a baseline only of a schema in which there is something. */
  @Test
  void baselineOfAnEmptyDatabaseIsNoneInThePlanAsInTheRun() throws Exception {
    var planned = Plans.of(withBaseline(runner()).planOnly().await());
    var ran = withBaseline(runner()).await();

    assertThat(ran.exit()).as(ran.output()).isEqualTo(Exit.VERIFIED);
    assertThat(planned.scripts())
        .extracting(PlanSummary.Script::version)
        .containsExactlyElementsOf(database.history());
  }

  private static RunnerProcess withBaseline(RunnerProcess runner) throws Exception {
    return runner
        .spec(
            "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"2\"}}]}")
        .script("V1__one.sql", "create table one (id int);")
        .script("V2__two.sql", "create table two (id int);")
        .script("V3__three.sql", "create table three (id int);");
  }

  @Test
  void planAgreesWithWhatTheRunAppliesThen() throws Exception {
    var first = runner().script("V1__one.sql", "create table one (id int);").await();
    assertThat(first.exit()).as(first.output()).isEqualTo(Exit.VERIFIED);
    var before = catalog();
    var planned = Plans.of(more(runner()).planOnly().await());
    var again =
        Plans.of(more(runner()).planOnly().spec("{\"guardrails\": {\"rehearse\": true}}").await());
    assertThat(catalog()).isEqualTo(before);

    assertThat(again.digest()).isEqualTo(planned.digest());
    assertThat(again.rehearsed()).isNotNull();
    assertThat(planned.from()).isEqualTo("1");
    assertThat(planned.to()).isEqualTo("10");
    var real = more(runner()).await();
    assertThat(Plans.of(real).digest()).isEqualTo(planned.digest());
    assertThat(
            database.query(
                "select script || ' ' || checksum from flyway_schema_history where installed_rank > 1 order by installed_rank"))
        .containsExactlyElementsOf(
            planned.scripts().stream()
                .map(script -> script.file() + " " + script.checksum())
                .toList());
    var after = Plans.of(more(runner()).planOnly().await());
    assertThat(after.pending()).isZero();
    assertThat(after.digest()).isNotEqualTo(planned.digest());
  }

  @Test
  void planThatWasApprovedIsCarriedOutAndNoOther() throws Exception {
    var approved = Plans.of(more(runner()).planOnly().await()).digest();
    var before = catalog();
    var more =
        more(runner())
            .script("V11__eleven.sql", "create table eleven (id int);")
            .approvedPlan(approved)
            .await();

    assertThat(more.exit()).as(more.output() + more.error()).isEqualTo(Exit.REFUSED);
    assertThat(more.closing().reason()).isEqualTo(Reason.PLAN_CHANGED);
    assertThat(more.closing().message())
        .isEqualTo(
            "What there is to do has changed since it was approved: plan %s was, and now it is %s. Nothing was applied. It is planned anew, and waits for another approval."
                .formatted(approved, Plans.of(more).digest()));
    assertThat(catalog()).isEqualTo(before);

    var same = more(runner()).approvedPlan(approved).await();

    assertThat(same.exit()).as(same.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void approvalHoldsAfterARunThatHasOnlyBegunTheHistory() throws Exception {
    database.execute("create table in_the_way (id int)");
    var approved = Plans.of(broken(runner()).planOnly().await()).digest();
    var failed = broken(runner()).approvedPlan(approved).await();
    assertThat(failed.closing().reason()).as(failed.output()).isEqualTo(Reason.SCRIPT_FAILED);
    assertThat(database.query("select version from flyway_schema_history")).containsExactly("1");
    database.execute("drop table in_the_way");

    var again = broken(runner()).approvedPlan(approved).await();

    assertThat(again.exit()).as(again.output()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.of(broken(runner()).planOnly().await()).digest()).isNotEqualTo(approved);
  }

  private static RunnerProcess broken(RunnerProcess runner) throws Exception {
    return runner
        .spec(
            "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"1\"}}]}")
        .script("V2__two.sql", "create table in_the_way (id int);");
  }

  @Test
  void lossOfDataIsCountedInThePlan() throws Exception {
    database.execute("create table old (id int, name text)");
    var plan =
        Plans.of(
            runner()
                .planOnly()
                .spec(
                    "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"0\"}}],"
                        + " \"guardrails\": {\"destructive\": \"Approve\"}}")
                .script("V1__drop.sql", "alter table old drop column name; drop table old;")
                .await());

    assertThat(plan.losing()).isEqualTo(2);
  }

  private static RunnerProcess more(RunnerProcess runner) {
    return runner
        .script("V1__one.sql", "create table one (id int);")
        .script("V10__ten.sql", "create table ten (id int);")
        .script("V9__nine.sql", "create table nine (id int);")
        .script("R__view.sql", "create or replace view v as select 1;");
  }

  @Test
  void baselineIsTakenIntoAccountAndNotWritten() throws Exception {
    database.execute("create table legacy (id int)");
    var before = catalog();
    var outcome =
        runner()
            .planOnly()
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"2.0\"}}]}")
            .script("V1__one.sql", "select 1;")
            .script("V2__two.sql", "select 2;")
            .script("V3__three.sql", "select 3;")
            .await();

    assertThat(Plans.of(outcome).scripts())
        .extracting(PlanSummary.Script::file)
        .containsExactly("V3__three.sql");
    assertThat(Plans.of(outcome).to()).isEqualTo("3");
    assertThat(catalog()).isEqualTo(before);
  }

  @Test
  void missingBaselineIsRefusedByThePlanAlready() throws Exception {
    database.execute("create table legacy (id int)");
    var outcome = runner().planOnly().script("V1__one.sql", "select 1;").await();

    assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.NO_BASELINE);
    assertThat(outcome.closing().message()).contains("Nothing was applied");
  }

  @Test
  void toolsAreReadAndNotStarted() throws Exception {
    database.execute("create schema t; create table t.v as select 'ae09'::text as n");
    var outcome =
        runner()
            .planOnly()
            .spec(
                """
                {"guardrails": {"rehearse": true}, "migrate": [
                  {"flyway": {"configMaps": ["sql"]}},
                  {"run": {"image": "tool@sha256:1a", "command": ["alembic"], "version": {"query": "select n from t.v", "to": "ae10"}}},
                  {"run": {"image": "tool@sha256:1a", "command": ["seed"], "version": {"query": "select n from t.v", "to": "ae09"}}},
                  {"flyway": {"schemas": ["later"], "inline": {"V2__two.sql": "select * from made_by_alembic"}}}]}
                """)
            .script("V1__one.sql", "create table one (id int);")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.PLANNED);
    assertThat(Plans.of(outcome).tools()).isEqualTo(1);
    assertThat(Plans.of(outcome).pending()).isEqualTo(2);
    assertThat(Objects.requireNonNull(Plans.of(outcome).rehearsed()).notRehearsed())
        .extracting(PlanSummary.Left::subject)
        .containsExactly("step 2, alembic", "V2__two.sql");
  }
}
