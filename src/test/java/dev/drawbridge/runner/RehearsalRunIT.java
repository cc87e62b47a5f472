package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal of a run: what it shows, and what it leaves behind. */
class RehearsalRunIT {

  private static final String REHEARSE = "{\"guardrails\": {\"rehearse\": true}}";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder).spec(REHEARSE);
  }

  @Test
  void locksAreToldBeforeAnythingIsApplied() throws Exception {
    database.execute(
        "create table orders (id int primary key, name text); create table items (id int)");
    database.execute("insert into orders values (1, 'a')");
    var outcome =
        runner()
            .spec(
                "{\"guardrails\": {\"rehearse\": true}, \"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"1\"}}]}")
            .script("V1__legacy.sql", "this is no SQL;")
            .script(
                "V2__index.sql",
                "create table fresh (id int);\ncreate index on items (id);\nselect 1;")
            .script(
                "V3__type.sql",
                "insert into items values (1);\nalter table orders alter column id type bigint;")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    var shown = Plans.rehearsed(outcome);
    assertThat(shown.scripts()).isEqualTo(2);
    assertThat(shown.statements()).isEqualTo(5);
    assertThat(shown.locks())
        .extracting(lock ->
            "%s %s %s %s %d"
                .formatted(lock.mode(), lock.relation(), lock.blocks(), lock.script(), lock.line()))
        .contains(
            "ACCESS EXCLUSIVE orders reads and writes V3__type.sql 2",
            "SHARE items writes V2__index.sql 2")
        .noneMatch(line -> line.contains("fresh") || line.contains("flyway"));
    assertThat(shown.rewritten()).contains("orders");
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.matches(
                "preflight Passed V2__index.sql: 3 statements, SHARE on items from line 2 on, [0-9]+ ms: blocks writes"))
        .anyMatch(line ->
            line.startsWith(
                "preflight Passed rehearsal: 2 of 2 scripts, 5 statements, rolled back"));
    assertThat(database.history()).containsExactly("1", "2", "3");
  }

  @Test
  void failingScriptEndsTheRunWithItsPlaceAndLeavesNothing() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);")
            .script(
                "V2__two.sql",
                "-- two\ninsert into one values (1);\n\nalter table\n  one add column more imt;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.REHEARSAL_FAILED);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "Rehearsal: V2__two.sql, line 5: type \"imt\" does not exist (SQL state 42704). Nothing was applied. Correct the script and apply it again.");
    assertThat(outcome.failure().script()).isEqualTo("V2__two.sql");
    assertThat(outcome.failure().line()).isEqualTo(5);
    assertThat(outcome.failure().sqlState()).isEqualTo("42704");
    assertThat(outcome.failure().statement()).isEqualTo("alter table\n  one add column more imt");
    assertThat(outcome.closing().applied()).isZero();
    assertThat(database.relations()).isEmpty();
  }

  @Test
  void deferredConstraintIsCheckedAtTheEndOfItsScript() throws Exception {
    var outcome =
        runner()
            .script(
                "V1__one.sql",
                "create table a (id int primary key, b int references a deferrable initially deferred);")
            .script("V2__two.sql", "insert into a values (1, 2);\ninsert into a values (2, 1);")
            .script(
                "V3__three.sql", "alter table a add column c int;\ninsert into a values (3, 99);")
            .await();

    assertThat(outcome.closing().message())
        .startsWith("Rehearsal: V3__three.sql, line 2: insert or update on table \"a\" violates");
    assertThat(database.relations()).isEmpty();
  }

  @Test
  void scriptOutsideATransactionIsNotRehearsedAndWhatNeedsItIsNotBlamed() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int, n int);")
            .script("V2__index.sql", "create unique index concurrently one_id on one (id);")
            .script("V3__free.sql", "create table three (id int);")
            .script(
                "V4__needs.sql", "alter table one add constraint one_pk unique using index one_id;")
            .script("V5__after.sql", "create table five (id int);")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.rehearsed(outcome).scripts()).isEqualTo(2);
    assertThat(Plans.rehearsed(outcome).notRehearsed())
        .extracting(left -> left.subject() + ": " + left.why())
        .containsExactly(
            "V2__index.sql: it runs outside a transaction",
            "V4__needs.sql: line 1 fails without V2__index.sql, which was not rehearsed: index \"one_id\" does not exist",
            "V5__after.sql: it comes after V4__needs.sql, which was not rehearsed");
    assertThat(outcome.lines())
        .contains("preflight Skipped V2__index.sql: not rehearsed: it runs outside a transaction");
    assertThat(database.history()).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void newValueOfAnEnumCannotBeUsedInOneTransaction() throws Exception {
    database.execute("create schema s; create type s.mood as enum ('sad')");
    var outcome =
        runner()
            .script(
                "V1__add.sql", "alter type s.mood add value 'glad';\ncreate table m (v s.mood);")
            .script("V2__use.sql", "insert into m values ('glad');")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.rehearsed(outcome).notRehearsed()).hasSize(1);
    assertThat(Plans.rehearsed(outcome).notRehearsed().getFirst().why())
        .contains("new value of an enum");
  }

  @Test
  void temporaryTableOfEachScriptIsNotBlamed() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create temporary table t (id int) on commit drop;")
            .script("V2__two.sql", "create temp table t (id int) on commit drop;")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.rehearsed(outcome).notRehearsed())
        .extracting(left -> left.subject() + ": " + left.why())
        .containsExactly(
            "V2__two.sql: it makes a temporary table again that a commit would have dropped");
  }

  @Test
  void twoStepsWithSchemasPlaceholdersAndCopyAreRehearsedAsTheyAreApplied() throws Exception {
    var outcome =
        runner()
            .spec(
                """
                {"guardrails": {"rehearse": true},
                 "migrate": [
                   {"flyway": {"configMaps": ["sql"], "placeholders": {"table": "one"}}},
                   {"flyway": {"schemas": ["audit"], "inline": {
                     "V10__ten.sql": "insert into log select id from public.one",
                     "V9__nine.sql": "create table log (id int); comment on table log is '${flyway:defaultSchema} ${flyway:filename}'",
                     "R__view.sql": "create or replace view counted as select count(*) from log"}}}]}
                """)
            .script(
                "V1__one.sql",
                "create table ${table} (id int);\ncopy one from stdin;\n1\n2\n\\.\nselect generate_series(1, 5000);")
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(Plans.rehearsed(outcome).scripts()).isEqualTo(4);
    assertThat(Plans.rehearsed(outcome).notRehearsed()).isEmpty();
    assertThat(outcome.lines())
        .filteredOn(line -> line.startsWith("preflight Passed"))
        .extracting(line -> line.split(" ", -1)[2])
        .containsExactly(
            "V1__one.sql:", "V9__nine.sql:", "V10__ten.sql:", "R__view.sql:", "rehearsal:");
    assertThat(database.query("select * from audit.counted")).containsExactly("2");
  }
}
