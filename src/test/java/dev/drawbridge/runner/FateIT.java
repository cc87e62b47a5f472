package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a script whose end the runner did not see: never more than it knows. */
class FateIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder);
  }

  private void asAdministrator(String sql) throws SQLException {
    try (var admin = database.connectAsAdministrator();
        var statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void scriptOutsideATransactionIsNotToldAsRolledBackWhenTheDatabaseIsAway() throws Exception {
    database.execute("create schema x; create table x.orders (id int)");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("insert into x.orders values (1)");
      var runner =
          runner()
              .script("V1__slow.sql", "create index concurrently slow on x.orders (id);")
              .spec("{\"guardrails\": {\"lockTimeout\": \"30s\"}}")
              .start();
      database.awaitStatement("create index concurrently%");
      asAdministrator("alter role " + database.name() + " nologin");
      database.endStatements();

      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
      assertThat(outcome.closing().message())
          .contains("V1__slow.sql", "may be half done")
          .doesNotContainIgnoringCase("rolled back");
    }
  }

  @Test
  void connectionThatIsLostAtTheCommitLeavesTheFateOpen() throws Exception {
    var runner =
        runner()
            .script(
                "V1__slow.sql",
                """
                create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(25); return null; end';
                create table slow (id int);
                create constraint trigger waits after insert on slow deferrable initially deferred
                  for each row execute function wait();
                insert into slow values (1);
                """)
            .start();
    database.awaitStatement("commit%");
    database.endStatements();

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("hether it was committed is not known; the next run reads the history")
        .doesNotContainIgnoringCase("rolled back");
  }

  @Test
  void scriptThatDoesNotUnwindInTimeIsNotToldAsRolledBack() throws Exception {
    var runner =
        runner()
            .script(
                "V1__stubborn.sql",
                "do $$ begin for i in 1..100 loop begin perform pg_sleep(25); exception when query_canceled then null; end; end loop; end $$;")
            .start();
    database.awaitStatement("do %");
    runner.process().destroy();

    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message())
        .contains("V1__stubborn.sql", "whether it was committed is not known")
        .doesNotContainIgnoringCase("rolled back");
  }
}
