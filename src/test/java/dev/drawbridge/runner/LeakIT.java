package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.runner.RunnerProcess.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries to make the password leak, and to break the report with odd or huge text. */
class LeakIT {

  private static final String PASSWORD = TestDatabase.PASSWORD;

  @TempDir Path folder;

  private static void assertNoLeak(Outcome outcome) {
    var all = outcome.output() + outcome.report() + outcome.error();
    assertThat(all)
        .doesNotContain(PASSWORD)
        .doesNotContain(PASSWORD.replace("'", "''"))
        .doesNotContain(URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8))
        .doesNotContain(URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8).replace("+", "%20"))
        .doesNotContain("wörd");
  }

  @Test
  void passwordInAFailingStatementIsRedacted() throws Exception {
    var quoted = PASSWORD.replace("'", "''");
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .script("V1__role.sql", "alter role nobody PASSWORD '" + quoted + "' valid untill;")
            .await();
    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.failure().statement()).contains("alter role nobody PASSWORD '***'");
    assertNoLeak(outcome);
  }

  @Test
  void passwordInAnErrorOfTheServerIsRedacted() throws Exception {
    var quoted = PASSWORD.replace("'", "''");
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .script(
                "V1__tell.sql",
                "do $$ begin raise notice 'x %', '"
                    + quoted
                    + "'; raise exception 'cannot log in with "
                    + quoted
                    + " today'; end $$;")
            .await();
    assertThat(outcome.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("cannot log in with *** today");
    assertNoLeak(outcome);
  }

  @Test
  void passwordThatACheckFindsIsRedacted() throws Exception {
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .script("V1__one.sql", "select 1;")
            .spec(
                "{\"verify\": [{\"name\": \"tell\", \"sql\": {\"query\": \"select 'it is "
                    + PASSWORD.replace("'", "''")
                    + "'\", \"expect\": {\"equals\": \"x\"}}}]}")
            .await();
    assertThat(outcome.exit()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(outcome.output()).contains("it is ***");
    assertNoLeak(outcome);
  }

  @Test
  void passwordInAUrlThatIsWrongIsRedacted() throws Exception {
    var encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
    var outcome =
        RunnerProcess.withoutSecret(folder)
            .secret(
                "uri",
                "postgresql://app:" + encoded + "@localhost:" + TestDatabase.port() + "/nowhere")
            .script("V1__one.sql", "select 1;")
            .await();
    assertThat(outcome.exit()).isNotEqualTo(Exit.VERIFIED);
    assertNoLeak(outcome);
  }

  @Test
  void everyPlaneQuotesAndLineEndsComeThrough() throws Exception {
    var odd = "ä „quote\" \\ \n\t 漢 😀 \uD83C\uDDE8 \u0007 \uDBFF\uDFFD end".repeat(40);
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .script("V1__odd.sql", "do $x$ begin raise exception '%', $t$" + odd + "$t$; end $x$;")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message()).contains("漢 😀");
    assertThat(outcome.failure().script()).isEqualTo("V1__odd.sql");
    var last = outcome.output().lines().toList().getLast();
    assertThat(last.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
    assertThat(RunLog.read(outcome.report()).closing()).contains(outcome.closing());
  }

  @Test
  void checksAndInlineScriptsOfEveryPlaneAreRead() throws Exception {
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .spec(
                """
                {"migrate": [{"flyway": {"inline": {"V1__one.sql": "create table one as select 'ä漢😀'::text as word;"}}}],
                 "verify": [{"name": "wörd 😀", "sql": {"query": "select word from one", "expect": {"equals": "ä漢😀"}}}]}
                """)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines()).contains("verify Passed wörd 😀: found ä漢😀, expected ä漢😀");
  }

  @Test
  void scriptOf900KibibytesIsApplied() throws Exception {
    var database = TestDatabase.create();
    var script = new StringBuilder("create table big (id int, note text);\n");
    while (script.length() < 900 * 1024) {
      script
          .append("insert into big values (")
          .append(script.length())
          .append(", repeat('x', 3));\n");
    }
    var outcome =
        RunnerProcess.on(database, folder).script("V1__big.sql", script.toString()).await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) > 10000 from big")).containsExactly("t");
  }

  @Test
  void smallBudgetKeepsTheClosingLineAndTheNewestVersions() throws Exception {
    var runner = RunnerProcess.on(TestDatabase.create(), folder).reportBytes(1500);
    for (var version = 1; version <= 130; version++) {
      runner.script("V20261121%06d__step.sql".formatted(version), "select " + version + ";");
    }
    var outcome = runner.await();
    var report = RunLog.read(outcome.report());

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.report().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1500);
    assertThat(report.closing()).contains(outcome.closing());
    var applied = report.applied().orElseThrow();
    assertThat(applied.versions()).hasSizeGreaterThan(5).last().isEqualTo("20261121000130");
    assertThat(applied.floor()).isEqualTo(applied.versions().getFirst());
    assertThat(outcome.log().gaps()).isZero();
  }

  @Test
  void defectIsToldWithoutAStackTraceOnStandardOutput() throws Exception {
    var outcome =
        RunnerProcess.on(TestDatabase.create(), folder)
            .script("V1__one.sql", "select 1;")
            .spec("{\"guardrails\": {\"lockTimeout\": \"" + "999999999h".repeat(3000) + "\"}}")
            .await();
    assertThat(outcome.exit()).isEqualTo(Exit.INTERNAL_ERROR);
    assertThat(outcome.closing().message())
        .contains("A defect of Drawbridge: java.lang.", "Nothing was applied");
    assertThat(outcome.output().lines()).allMatch(line -> line.startsWith("{"));
    assertThat(outcome.error()).contains("\tat ");
  }

  @Test
  void runnerWithoutItsVariablesSaysSo() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder = new ProcessBuilder(java, "-jar", "target/drawbridge.jar", "runner");
    builder.environment().clear();
    var process = builder.start();
    var error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(Exit.INTERNAL_ERROR.code());
    assertThat(error).contains("DRAWBRIDGE_RUN").doesNotContain("\tat ");
  }
}
