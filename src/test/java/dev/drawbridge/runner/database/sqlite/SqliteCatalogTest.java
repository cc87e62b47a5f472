package dev.drawbridge.runner.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a history of scripts begins late: beside what is there already. */
class SqliteCatalogTest {

  private Connection session;

  @BeforeEach
  void open() throws SQLException {
    session = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private boolean isUsedWithoutHistoryAfter(String... statements) throws SQLException {
    for (var statement : statements) {
      RollingBack.execute(session, statement);
    }
    return new SqliteCatalog(session).isUsedWithoutHistory(List.of());
  }

  @Test
  void emptyDatabaseBeginsAtOnce() throws SQLException {
    assertThat(isUsedWithoutHistoryAfter()).isFalse();
  }

  @Test
  void whatSqliteKeepsForItselfIsNothing() throws SQLException {
    assertThat(
            isUsedWithoutHistoryAfter(
                "create table a (id integer primary key autoincrement)", "drop table a"))
        .isFalse();
  }

  @Test
  void tableWithoutAHistoryIsThereBefore() throws SQLException {
    assertThat(isUsedWithoutHistoryAfter("create table a (id int)")).isTrue();
  }

  @Test
  void historyWithoutARowIsOne() throws SQLException {
    assertThat(
            isUsedWithoutHistoryAfter(
                "create table a (id int)", "create table flyway_schema_history (version text)"))
        .isFalse();
  }
}
