package dev.drawbridge.runner.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqliteSplitterTest {

  static Stream<Arguments> scripts() {
    return Stream.of(
        arguments("select 1;\nselect b;", List.of("1 SELECT", "2 SELECT B")),
        arguments("select 'it''s; fine'; commit", List.of("1 SELECT", "1 COMMIT")),
        arguments("select \"a;b\", `c;d`, [e;f]; commit", List.of("1 SELECT", "1 COMMIT")),
        arguments("select 'back\\'; commit", List.of("1 SELECT", "1 COMMIT")),
        arguments("select $a; select $$; commit", List.of("1 SELECT A", "1 SELECT", "1 COMMIT")),
        arguments(
            "/* flat /* comment; */ select 1; -- x;\ncommit", List.of("1 SELECT", "2 COMMIT")),
        arguments("select (1; 2); commit", List.of("1 SELECT", "1 COMMIT")),
        arguments(
            "create trigger t after insert on a begin delete from b; update c set d = case when 1 then 2 else 3 end; end; commit",
            List.of(
                "1 CREATE TRIGGER T AFTER INSERT ON A BEGIN DELETE FROM B UPDATE C SET D CASE WHEN THEN ELSE END END",
                "1 COMMIT")),
        arguments(
            "create temp trigger t when case when 1 then 2 end begin select 1; end; commit",
            List.of(
                "1 CREATE TEMP TRIGGER T WHEN CASE WHEN THEN END BEGIN SELECT END", "1 COMMIT")),
        arguments(
            "begin; insert into a values (1); end;",
            List.of("1 BEGIN", "1 INSERT INTO A VALUES", "1 END")),
        arguments(".mode csv\nselect 1;\n.read other.sql", List.of("1", "2 SELECT", "3")),
        arguments("select 1 .5; commit", List.of("1 SELECT", "1 COMMIT")));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void statementsAreTakenApart(String sql, List<String> expected) {
    assertThat(Dialect.SQLITE.split(sql))
        .extracting(one -> (one.line() + " " + String.join(" ", one.words())).strip())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "begin immediate | true | false",
        "end transaction | true | false",
        "rollback | true | false",
        "rollback to a | false | false",
        "savepoint a | false | false",
        "vacuum | false | true",
        "vacuum into 'x' | false | true",
        "pragma main.journal_mode = wal | false | true",
        "pragma wal_checkpoint(truncate) | false | true",
        "pragma user_version = 7 | false | false",
        "create index concurrently on a (b) | false | false",
      })
  void whatHasToDoWithTransactionsIsKnown(String sql, boolean controls, boolean excludes) {
    var statement = Dialect.SQLITE.split(sql).getFirst();

    assertThat(Dialect.SQLITE.controlsTransaction(statement)).isEqualTo(controls);
    assertThat(Dialect.SQLITE.needsNoTransaction(statement)).isEqualTo(excludes);
  }
}
