package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The line of a failure is the one that an editor shows, whatever stands before the statement. */
class FailingLineIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of(
            "a comment before it", "select 1;\n-- why\nselect a from no;", 3, "select a from no"),
        Arguments.of(
            "a comment over lines", "select 1;\n/* a\n   b */\nselect no;", 4, "select no"),
        Arguments.of("blank lines", "select 1;\n\n\n\nselect no;", 5, "select no"),
        Arguments.of(
            "comments and blank lines",
            "-- a\n\n/* b /* c\n*/ */\n\n-- d\n  select no;",
            7,
            "select no"),
        Arguments.of(
            "several statements",
            "-- a\nselect 1;\n-- b\nselect\n2;\n-- c\n\nselect\n  no;",
            9,
            "select\n  no"),
        Arguments.of("ends of lines as on Windows", "-- a\r\n\r\nselect\r\n no;\r\n", 4, ""),
        Arguments.of(
            "a position far inside",
            "-- ä😀\nselect '😀😀😀😀😀😀',\n  1, -- in it\n  2,\n  no,\n  3;",
            5,
            ""),
        Arguments.of("a mark of the encoding", "\uFEFF-- a\nselect 1;\n-- b\nselect no;", 4, ""),
        Arguments.of("no position", "-- a\n\n-- b\nselect\n 1 / 0;", 4, "select\n 1 / 0"),
        Arguments.of("a comment after it", "select 1; -- b\nselect no -- c\n;", 2, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void lineIsTheOneThatAnEditorShows(String what, String script, int line, String statement)
      throws Exception {
    var outcome = RunnerProcess.on(database, folder).script("V1__c.sql", script).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.failure().line()).as(what).isEqualTo(line);
    assertThat(outcome.closing().message()).startsWith("V1__c.sql, line " + line + ": ");
    assertThat(outcome.failure().statement()).startsWith("select");
    if (!statement.isEmpty()) {
      assertThat(outcome.failure().statement()).isEqualTo(statement);
    }
  }
}
