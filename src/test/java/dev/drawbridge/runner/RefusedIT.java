package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.RunnerProcess.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be right is refused with a reason and a sentence, and nothing is applied. */
class RefusedIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private void assertRefused(Outcome outcome, Reason reason, String... parts) {
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains(parts);
    assertThat(outcome.closing().applied()).isZero();
    assertThat(
            database.query(
                "select count(*) from pg_tables where schemaname = 'public' and tablename like 'should%'"))
        .containsExactly("0");
  }

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder)
        .script("V1__one.sql", "create table should_not_be (id int);");
  }

  @Test
  void changedConfigMapIsRefused() throws Exception {
    var outcome = runner().digests(Map.of("sql", "what the operator saw")).await();
    assertRefused(outcome, Reason.INPUTS_CHANGED, "ConfigMap sql was changed");
  }

  @Test
  void noScriptIsRefused() throws Exception {
    var outcome =
        RunnerProcess.on(database, folder)
            .script("U1__one.sql", "drop table should_not_be;")
            .await();
    assertRefused(outcome, Reason.NO_SCRIPTS, "ConfigMap sql", "V<version>__<description>.sql");
  }

  @Test
  void fileThatIsNoScriptIsRefused() throws Exception {
    var outcome = runner().script("V2_two.sql", "select 1").await();
    assertRefused(outcome, Reason.NOT_A_SCRIPT, "V2_two.sql", "rename it to V2__two.sql");
  }

  @Test
  void binaryFileIsRefused() throws Exception {
    var outcome = runner().file("sql", "V2__two.sql", new byte[] {(byte) 0xC3, 0x28}).await();
    assertRefused(outcome, Reason.NOT_A_SCRIPT, "V2__two.sql", "UTF-8");
  }

  @Test
  void sameVersionTwiceIsRefused() throws Exception {
    var outcome = runner().script("V1.0__again.sql", "select 1").await();
    assertRefused(
        outcome, Reason.DUPLICATE_SCRIPT, "V1.0__again.sql", "V1__one.sql", "same version");
  }

  @Test
  void sameFileInTwoConfigMapsIsRefused() throws Exception {
    var outcome =
        runner()
            .file("more", "V1__one.sql", "select 1".getBytes(StandardCharsets.UTF_8))
            .spec("{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\", \"more\"]}}]}")
            .await();
    assertRefused(outcome, Reason.DUPLICATE_SCRIPT, "ConfigMap sql", "ConfigMap more");
  }

  @Test
  void transactionControlIsRefusedWithItsLine() throws Exception {
    var outcome = runner().script("V2__two.sql", "select 1;\n\n  commit;").await();
    assertRefused(outcome, Reason.TRANSACTION_CONTROL, "V2__two.sql, line 3: COMMIT");
    assertThat(outcome.failure().line()).isEqualTo(3);
  }

  @Test
  void mixedScriptIsRefused() throws Exception {
    var outcome =
        runner().script("V2__two.sql", "select 1;\ncreate index concurrently i on t (x);").await();
    assertRefused(outcome, Reason.MIXED_SCRIPT, "V2__two.sql, line 2: CREATE INDEX CONCURRENTLY");
  }

  @Test
  void unknownFieldOfTheSpecIsRefused() throws Exception {
    var outcome = runner().spec("{\"audience\": []}").await();
    assertRefused(outcome, Reason.UNSUPPORTED_SPEC, "spec.audience");
  }

  @Test
  void otherDatabaseIsRefused() throws Exception {
    var outcome = runner().identity("4711/orders").await();
    assertRefused(
        outcome,
        Reason.OTHER_DATABASE,
        "4711/orders",
        database.name(),
        "only another Secret clears");
  }

  @Test
  void tablesWithoutHistoryAreRefused() throws Exception {
    database.execute("create table legacy (id int)");
    var outcome = runner().await();
    assertRefused(outcome, Reason.NO_BASELINE, "baselineVersion");
  }

  @Test
  void placeholderWithoutValueIsRefused() throws Exception {
    var outcome = runner().script("V2__two.sql", "select '${region}'").await();
    assertRefused(outcome, Reason.PLACEHOLDER_WITHOUT_VALUE, "V2__two.sql, line 1", "${region}");
  }

  @Test
  void userWithoutRightsIsRefused() throws Exception {
    database.execute("revoke create on schema public from public");
    try (var admin = database.connectAsAdministrator();
        var statement = admin.createStatement()) {
      statement.execute("alter schema public owner to postgres");
    }
    var outcome = runner().await();
    assertRefused(outcome, Reason.MISSING_RIGHT, "permission denied for schema public");
  }

  @Test
  void failedPreflightChangesNothing() throws Exception {
    var outcome =
        runner()
            .spec(
                """
                {"preflight": [
                  {"name": "empty", "sql": {"query": "select 3", "expect": {"equals": 0}}},
                  {"name": "fine", "sql": {"query": "select 1", "expect": {"atLeast": 1}}},
                  {"name": "there", "schema": {"tables": [{"name": "x"}], "functions": ["f"]}}]}
                """)
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message())
        .contains("empty: found 3, expected 0", "2 of 3 checks failed", "Nothing was applied");
    assertThat(outcome.lines())
        .contains(
            "preflight Failed empty: found 3, expected 0",
            "preflight Passed fine: found 1, expected at least 1",
            "preflight Failed there: 0 of 2; missing: table x, function f");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("null");
  }

  @Test
  void schemaWhoseNameIsTooLongInBytesIsRefused() throws Exception {
    var name = "ü".repeat(40);
    var outcome =
        runner()
            .spec(
                "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"schemas\": [\"%s\"]}}]}"
                    .formatted(name))
            .await();
    assertRefused(
        outcome,
        Reason.UNSUPPORTED_SPEC,
        "spec.migrate[0].flyway.schemas[0]",
        name + " has 80 bytes",
        "63");
  }
}
