package dev.drawbridge.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.runner.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** When a session is used again, and when not, on a real server. */
class PostgresSessionsIT {

  private final TestDatabase database = TestDatabase.create();
  private final PostgresSessions sessions = sessions(Duration.ofMinutes(1));

  private PostgresSessions sessions(Duration longestRest) {
    var target =
        new ConnectionTarget(
            "orders-db",
            "localhost:" + TestDatabase.port(),
            database.name(),
            database.name(),
            TestDatabase.PASSWORD,
            Map.of());
    return new PostgresSessions(
        target,
        SessionNames.of("r", "a"),
        new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1)),
        longestRest);
  }

  @AfterEach
  void end() {
    sessions.closeSpare();
  }

  private interface Use {
    void of(Connection session) throws SQLException;
  }

  /** The server's number of the session. */
  private int use(Use use) throws SQLException {
    try (var session = sessions.open()) {
      use.of(session);
      return process(session);
    }
  }

  private static int process(Connection session) throws SQLException {
    return session.unwrap(PGConnection.class).getBackendPID();
  }

  private int use() throws SQLException {
    return use(session -> {});
  }

  private static String ask(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Use doing(String sql) {
    return session -> {
      try (var statement = session.createStatement()) {
        statement.execute(sql);
      }
    };
  }

  private static void asAdministrator(String sql) throws SQLException {
    var url = "jdbc:postgresql://localhost:%d/postgres".formatted(TestDatabase.port());
    try (var session = DriverManager.getConnection(url, "postgres", "")) {
      doing(sql).of(session);
    }
  }

  private List<String> connected() {
    return database.query(
        "select pid::text from pg_stat_activity where usename = '%s'".formatted(database.name()));
  }

  @Test
  void sessionInWhichNothingOfTheUsersRanIsUsedAgain() throws Exception {
    var first = use();

    assertThat(use()).isEqualTo(first);
    assertThat(use()).isEqualTo(first);
  }

  @Test
  void sessionOfAStatementOfTheUsersIsNotUsedAgain() throws Exception {
    var first =
        use(session -> {
          sessions.begin(session);
          doing("set work_mem = '7MB'").of(session);
          sessions.end(session);
        });

    try (var next = sessions.open()) {
      assertThat(process(next)).isNotEqualTo(first);
      assertThat(ask(next, "show work_mem")).isEqualTo("4MB");
    }
  }

  @Test
  void whatAStatementSetsForLaterSessionsHoldsInTheNext() throws Exception {
    try (var scripts = sessions.open()) {
      use();
      sessions.begin(scripts);
      doing("alter role %s set work_mem = '5MB'".formatted(database.name())).of(scripts);
      sessions.end(scripts);
      // The server takes its time to forget a session.
      await()
          .untilAsserted(
              () -> assertThat(connected()).as("the one that rested is closed").hasSize(1));
    }

    try (var next = sessions.open()) {
      assertThat(ask(next, "show work_mem")).isEqualTo("5MB");
    }
  }

  /** It was opened before the statement, and comes back after it. */
  @Test
  void sessionThatIsOlderThanAStatementElsewhereIsNotUsedAgain() throws Exception {
    var older =
        use(session -> {
          try (var scripts = sessions.open()) {
            sessions.begin(scripts);
            sessions.end(scripts);
          }
        });

    assertThat(use()).isNotEqualTo(older);
  }

  @Test
  void sessionThatLooksForNamesElsewhereIsNotUsedAgain() throws Exception {
    var first = use(doing("set search_path = 'app'"));

    assertThat(use()).isNotEqualTo(first);
  }

  @Test
  void roleAndLocksOfAnEarlierUseAreGone() throws Exception {
    var first =
        use(session -> {
          doing("set role " + database.name()).of(session);
          ask(session, "select pg_advisory_lock(1)");
        });

    try (var next = sessions.open()) {
      assertThat(process(next)).isEqualTo(first);
      assertThat(ask(next, "show role")).isEqualTo("none");
      assertThat(ask(next, "select count(*) from pg_locks where locktype = 'advisory'"))
          .isEqualTo("0");
    }
  }

  /** Where a user is let in to work as another one, that other one owns what it makes. */
  @Test
  void roleThatALoginBeginsWithStays() throws Exception {
    var owner = database.name() + "_owner";
    asAdministrator("create role %s".formatted(owner));
    asAdministrator("grant %s to %s".formatted(owner, database.name()));
    asAdministrator("alter role %s set role = %s".formatted(database.name(), owner));

    var first = use(session -> assertThat(ask(session, "select current_user")).isEqualTo(owner));

    try (var next = sessions.open()) {
      assertThat(process(next)).isEqualTo(first);
      assertThat(ask(next, "select current_user")).isEqualTo(owner);
    }
  }

  @Test
  void limitsHoldAnew() throws Exception {
    var first = use(doing("set lock_timeout = 0"));

    try (var next = sessions.open()) {
      assertThat(process(next)).isEqualTo(first);
      assertThat(ask(next, "show lock_timeout")).isEqualTo("5s");
    }
  }

  @Test
  void sessionWithinATransactionIsNotUsedAgain() throws Exception {
    var open =
        use(session -> {
          session.setAutoCommit(false);
          doing("create table left_over (id int)").of(session);
        });

    assertThat(use()).isNotEqualTo(open);
    assertThat(database.query("select to_regclass('left_over')")).containsExactly("null");
    var begun = use(doing("begin"));
    assertThat(use()).isNotEqualTo(begun);
  }

  @Test
  void sessionThatCanOnlyReadIsNotUsedAgain() throws Exception {
    var first = use(session -> sessions.readOnly(session, true));

    assertThat(use()).isNotEqualTo(first);
  }

  @Test
  void sessionThatWasEndedWhileItRestedIsReplaced() throws Exception {
    var first = use();
    database.query("select pg_terminate_backend(%d, 10000)".formatted(first));

    assertThat(use()).isNotEqualTo(first);
  }

  @Test
  void sessionThatWasEndedWhileItWasUsedIsReplaced() throws Exception {
    try (var session = sessions.open()) {
      database.query("select pg_terminate_backend(%d, 10000)".formatted(process(session)));
      assertThatThrownBy(() -> ask(session, "select 1")).isInstanceOf(SQLException.class);
    }

    use();
  }

  @Test
  void sessionThatHasRestedTooLongIsReplaced() throws Exception {
    var impatient = sessions(Duration.ZERO);
    int first;
    try (var session = impatient.open()) {
      first = process(session);
    }

    try (var next = impatient.open()) {
      assertThat(process(next)).isNotEqualTo(first);
    } finally {
      impatient.closeSpare();
    }
  }

  @Test
  void twoAtOnceAreTwoAndOneOfThemRests() throws Exception {
    try (var one = sessions.open();
        var other = sessions.open()) {
      assertThat(process(one)).isNotEqualTo(process(other));
    }

    await().untilAsserted(() -> assertThat(connected()).hasSize(1));
    sessions.closeSpare();
    await().untilAsserted(() -> assertThat(connected()).isEmpty());
  }

  @Test
  void whoHasClosedASessionHasItNoMore() throws Exception {
    var closed = sessions.open();
    closed.close();

    try (var next = sessions.open()) {
      closed.close();
      assertThat(closed.isClosed()).isTrue();
      assertThatThrownBy(closed::createStatement).isInstanceOf(SQLException.class);
      assertThat(ask(next, "select 1")).isEqualTo("1");
    }
    assertThat(connected()).hasSize(1);
  }
}
