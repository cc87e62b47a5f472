package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.script.ScriptSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a script or a check does, a runner as in the image ends with a reason, and in bounds.
 */
@EnabledOnOs(OS.LINUX)
class BoundedMemoryIT {

  private static final long MOST_MEBIBYTES = 128;
  private static final String LONG_VALUE = "select repeat('x', 200000000)";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of("nothing much", "select 1", Reason.VERIFIED),
        Arguments.of(
            "a million rows",
            "select repeat('x', 100) from generate_series(1, 1000000)",
            Reason.VERIFIED),
        Arguments.of("one value of 200 MB", LONG_VALUE, Reason.SCRIPT_FAILED),
        Arguments.of(
            "rows of 1 MB",
            "select repeat('x', 1000000) from generate_series(1, 300)",
            Reason.SCRIPT_FAILED),
        Arguments.of("many remarks", remarks("notice"), Reason.VERIFIED),
        Arguments.of("many warnings", remarks("warning"), Reason.OUT_OF_MEMORY),
        Arguments.of(
            "as many statements as are taken",
            "select 1;\n".repeat(ScriptSize.MOST_STATEMENTS),
            Reason.VERIFIED),
        Arguments.of(
            "one statement more",
            "select 1;\n".repeat(ScriptSize.MOST_STATEMENTS + 1),
            Reason.NOT_A_SCRIPT),
        Arguments.of("semicolons alone", ";\n".repeat(1_000_000), Reason.VERIFIED),
        Arguments.of(
            "one statement of 2 MB",
            "select length('" + "x".repeat((int) ScriptSize.MOST - 50) + "')",
            Reason.VERIFIED),
        Arguments.of(
            "a comment of 2 MB",
            "select 1 /* " + "x".repeat((int) ScriptSize.MOST - 50) + " */",
            Reason.VERIFIED),
        Arguments.of("50 MB", "insert into t values (1);\n".repeat(1_900_000), Reason.NOT_A_SCRIPT),
        Arguments.of("no end", "do 'begin loop end loop; end'", Reason.STATEMENT_TIMEOUT));
  }

  private static String remarks(String level) {
    return "do $$ begin for i in 1..300000 loop raise %s '%%', repeat('x', 200); end loop; end $$"
        .formatted(level);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void scriptEndsInBoundedMemory(String name, String sql, Reason reason) throws Exception {
    var outcome =
        RunnerProcess.on(database, folder)
            .asInTheImage()
            .spec("{\"guardrails\": {\"statementTimeout\": \"30s\"}}")
            .script("V1__one.sql", sql)
            .await();

    assertBounded(outcome, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void checkEndsInBoundedMemory(String name, String query) throws Exception {
    var outcome =
        RunnerProcess.on(database, folder)
            .asInTheImage()
            .script("V1__one.sql", "select 1")
            .spec(
                """
                {"verify": [{"name": "large", "sql": {"query": "%s", "expect": {"rows": 1}}}]}
                """
                    .formatted(query))
            .await();

    assertBounded(outcome, Reason.VERIFICATION_FAILED);
  }

  static Stream<Arguments> checks() {
    return Stream.of(
        Arguments.of("one value of 200 MB", LONG_VALUE),
        Arguments.of(
            "a million rows", "select repeat('x', 1000) from generate_series(1, 1000000)"));
  }

  @Test
  void manyLargeScriptsOfAnImageAreAppliedInBoundedMemory() throws Exception {
    var row = "insert into big values ('" + "x".repeat(2_000) + "');\n";
    var process =
        RunnerProcess.on(database, folder)
            .asInTheImage()
            .spec(
                "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"a@sha256:1\", \"path\": \"/\"}}}]}")
            .imageFile(
                "V1__big.sql", "create table big (line text)".getBytes(StandardCharsets.UTF_8));
    for (var version = 2; version < 10; version++) {
      process.imageFile(
          "V" + version + "__rows.sql", row.repeat(900).getBytes(StandardCharsets.UTF_8));
    }

    assertBounded(process.await(), Reason.VERIFIED);
    assertThat(database.query("select count(*) from big")).containsExactly("7200");
  }

  static void assertBounded(RunnerProcess.Outcome outcome, Reason reason) {
    assertThat(outcome.closing().reason()).as(outcome.output() + outcome.error()).isEqualTo(reason);
    assertThat(outcome.closing().message()).endsWith(".");
    assertThat(outcome.peakMebibytes()).isBetween(30L, MOST_MEBIBYTES);
  }
}
