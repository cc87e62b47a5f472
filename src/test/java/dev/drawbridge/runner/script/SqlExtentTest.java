package dev.drawbridge.runner.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of each statement, and the data that belongs to it. */
class SqlExtentTest {

  private static List<String> texts(String sql) {
    return SqlSplitter.split(sql).stream().map(one -> one.extent().text(sql)).toList();
  }

  @Test
  void statementsAreCutAtTheirSemicolons() {
    assertThat(texts("-- first\nselect 1;  /* x */ select E'a;\\'b' ; do $$ begin; end $$\n"))
        .containsExactly("select 1", "select E'a;\\'b' ", "do $$ begin; end $$\n");
  }

  @Test
  void statementThatBeginsWithAnythingIsWhole() {
    assertThat(texts("(select 1) union select 2;\"a\";E'x';$1;👍 x;"))
        .containsExactly("(select 1) union select 2", "\"a\"", "E'x'", "$1", "👍 x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void dataOfCopyIsWhatStandsBeforeTheDot(String end) {
    var sql = String.join(end, "copy t from stdin;", "1\ta;b", "2\t\\N", "\\.", "select 2;", "");
    var statements = SqlSplitter.split(sql);

    assertThat(statements).hasSize(2);
    assertThat(statements.getFirst().extent().text(sql)).isEqualTo("copy t from stdin");
    assertThat(statements.getFirst().extent().data(sql))
        .isEqualTo(Optional.of("1\ta;b" + end + "2\t\\N" + end));
    assertThat(statements.getLast().extent().text(sql)).isEqualTo("select 2");
    assertThat(statements.getLast().extent().data(sql)).isEmpty();
  }

  @Test
  void copyMayHaveNoData() {
    var sql = "copy t from stdin;\n\\.\nselect 2;";
    assertThat(SqlSplitter.split(sql).getFirst().extent().data(sql)).isEqualTo(Optional.of(""));
  }
}
