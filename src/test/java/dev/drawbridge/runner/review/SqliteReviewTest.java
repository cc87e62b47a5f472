package dev.drawbridge.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.script.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of scripts for SQLite, and that nothing of PostgreSQL's is. */
class SqliteReviewTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "create index i on a (b) |",
        "alter table a add column b text default (random()) |",
        "\\i other.sql |",
        "set role admin |",
        "drop table a | drop-table",
        "create table a (id int); drop table a |",
        "alter table a drop column b | drop-column",
        "delete from a | delete-all",
        "delete from a where id = 1 |",
        "update a set b = 1 | update-all",
        "update [odd;name] set b = 1 | update-all",
        "create trigger t after insert on a begin delete from b where id = 1; end |",
        "drop table flyway_schema_history | history-table",
        "begin; select 1; commit | transaction-control transaction-control",
        "vacuum |",
        "vacuum; select 1 | not-alone",
        "attach 'a.db' as b | attach",
        "pragma busy_timeout = 0 | pragma",
        "pragma locking_mode = exclusive | pragma",
        "pragma user_version = 7 |",
        "pragma foreign_keys = off | foreign-keys",
        ".dump | shell-command",
        "select 'open | unfinished",
      })
  void rulesAreThoseOfSqlite(String sql, String rules) {
    var notes = new Notes(false);

    new Reviewer(notes, Dialect.SQLITE).read("V1__a.sql", sql, Reviewer.USUAL_SCHEMA);

    assertThat(notes.review().findings())
        .extracting(finding -> finding.rule().id())
        .containsExactly(rules == null ? new String[0] : rules.split(" "));
  }
}
