package dev.drawbridge.runner.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {

  static Stream<Arguments> scripts() {
    return Stream.of(
        of("", List.of()),
        of(" ;; \n ; ", List.of()),
        of("-- only a comment; here", List.of()),
        of("select 1", List.of("1 SELECT")),
        of("select 1;\nselect b;", List.of("1 SELECT", "2 SELECT B")),
        of("\uFEFFselect 1;", List.of("1 SELECT")),
        of("-- first\n/* a ; b */\nselect 1; -- end;\n", List.of("3 SELECT")),
        of("select 'a;b'; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select 'it''s; fine'; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select 'back\\'; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select E'esc\\'; still'; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select e'\\\\'; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select U&'d\\0061;t'; commit", List.of("1 SELECT U", "1 COMMIT")),
        of("select \"odd;\"\"name\" from t; commit", List.of("1 SELECT FROM T", "1 COMMIT")),
        of("select 4 - - 2; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select 'a\nb',\n\"c\nd\"; commit", List.of("1 SELECT", "4 COMMIT")),
        of("select ${x};commit", List.of("1 SELECT", "1 COMMIT")),
        of("select '😀;' 𝒳; commit", List.of("1 SELECT 𝒳", "1 COMMIT")),
        of("select 1\n\\gexec\nselect 2;", List.of("1 SELECT", "2", "3 SELECT")),
        of("\\i other.sql; commit\nselect 2;", List.of("1", "2 SELECT")));
  }

  /** Statements that hold others, or text that looks so; and what never ends. */
  static Stream<Arguments> nested() {
    return Stream.of(
        of("do $$ begin; commit; end $$; select 1", List.of("1 DO", "1 SELECT")),
        of("do $a$ x $$ ; $$ ; $b$ ; $a$; select 1", List.of("1 DO", "1 SELECT")),
        of("do $ä1$ ; $ä1$; select 1", List.of("1 DO", "1 SELECT")),
        of("select $1; select a$b$c; select 1", List.of("1 SELECT", "1 SELECT A$B$C", "1 SELECT")),
        of("select 1 /* outer /* inner; */ still; */; commit", List.of("1 SELECT", "1 COMMIT")),
        of("select 'never ended; commit", List.of("1 SELECT")),
        of("select /* never ended; commit", List.of("1 SELECT")),
        of("do $$ never ended; commit", List.of("1 DO")),
        of(
            "create rule r as on insert to t do (delete from a; delete from b); commit",
            List.of(
                "1 CREATE RULE R AS ON INSERT TO T DO DELETE FROM A DELETE FROM B", "1 COMMIT")),
        of(
            "create function f() returns int begin atomic select case when true then 1 else 2 end; select 2; end; commit",
            List.of(
                "1 CREATE FUNCTION F RETURNS INT BEGIN ATOMIC SELECT CASE WHEN TRUE THEN ELSE END SELECT END",
                "1 COMMIT")),
        of(
            "copy t from stdin;\n1\tcommit;\n'\n\\.\nselect 1;",
            List.of("1 COPY T FROM STDIN", "5 SELECT")),
        of("copy t to stdout; commit", List.of("1 COPY T TO STDOUT", "1 COMMIT")));
  }

  private static Arguments of(String sql, List<String> expected) {
    return Arguments.of(sql, expected);
  }

  @ParameterizedTest
  @MethodSource({"scripts", "nested"})
  void statementsAreFoundWithTheirLinesAndWords(String sql, List<String> expected) {
    assertThat(SqlSplitter.split(sql))
        .extracting(
            statement -> (statement.line() + " " + String.join(" ", statement.words())).strip())
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "commit",
        "commit and chain",
        "end",
        "end transaction",
        "rollback",
        "rollback work",
        "abort",
        "start transaction read only",
        "prepare transaction 'x'",
        "commit prepared 'x'"
      })
  void transactionControlIsSeen(String sql) {
    assertThat(SqlSplitter.split("  " + sql + ";"))
        .singleElement()
        .matches(SqlStatement::controlsTransaction);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "savepoint a",
        "rollback to a",
        "rollback to savepoint a",
        "release savepoint a",
        "prepare p as select 1",
        "set transaction read only",
        "select commit from t",
        "do $$ begin end $$",
        "create table \"begin\" (id int)",
        "start_it()"
      })
  void otherStatementsAreNotTransactionControl(String sql) {
    assertThat(SqlSplitter.split(sql))
        .singleElement()
        .matches(statement -> !statement.controlsTransaction());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently on t (a)",
        "create unique index concurrently if not exists i on t (a)",
        "drop index concurrently i",
        "reindex index concurrently i",
        "reindex (verbose, concurrently) table t",
        "reindex database d",
        "vacuum",
        "vacuum (analyze) t",
        "alter system set work_mem = '1MB'",
        "create database d",
        "drop database d",
        "create tablespace s location '/x'",
        "drop tablespace s",
        "alter table t detach partition p concurrently",
        "create subscription s connection '' publication p",
        "cluster",
        "alter database d set tablespace s"
      })
  void statementsThatCannotRunInATransactionAreSeen(String sql) {
    assertThat(SqlSplitter.split(sql)).singleElement().matches(SqlStatement::needsNoTransaction);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently_made on t (a)",
        "create index i on t (a)",
        "drop index i",
        "reindex table t",
        "alter type t add value 'x'",
        "alter table t detach partition p",
        "cluster t using i",
        "analyze t",
        "create table vacuum_log (id int)",
        "comment on table t is 'create index concurrently'",
        "alter database d set work_mem = '1MB'"
      })
  void otherStatementsRunInATransaction(String sql) {
    assertThat(SqlSplitter.split(sql))
        .singleElement()
        .matches(statement -> !statement.needsNoTransaction());
  }

  @Test
  void aHugeScriptIsSplitInReasonableTime() {
    var sql = "insert into t values (1, 'x;y', $$z;$$); -- done\n".repeat(40_000);
    assertThat(SqlSplitter.split(sql))
        .hasSize(40_000)
        .last()
        .matches(statement -> statement.line() == 40_000);
  }

  @Test
  void bodyAndDataAreFoundBehindAnyNumberOfWords() {
    var many = "a int, ".repeat(70) + "b int";
    assertThat(
            SqlSplitter.split(
                "create function f(" + many + ") begin atomic select 1; select 2; end; select 3"))
        .hasSize(2);
    assertThat(SqlSplitter.split("copy t (" + many + ") from stdin;\ncommit;\n\\.\nselect 3"))
        .hasSize(2);
  }
}
