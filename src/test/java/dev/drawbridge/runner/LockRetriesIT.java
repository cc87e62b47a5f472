package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script that waits too long for a lock gives up its place, and comes back. */
class LockRetriesIT {

  private static final String RETRY = "migrate Waiting V2__two.sql: it waited too long for a lock";

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @Test
  void scriptIsTriedAgainWhenTheLockIsFree() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = block()) {
      var runner = runner("alter table x.busy add column more int;", 3).start();
      await().atMost(Duration.ofSeconds(20)).until(() -> runner.output().contains("Tried again"));
      other.rollback();
      var outcome = runner.await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
      assertThat(database.history()).containsExactly("1", "2");
      assertThat(retries(outcome)).first().asString().contains("held by pid", "retry 1 of 3");
    }
  }

  @Test
  void retriesComeToAnEnd() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = block()) {
      var outcome = runner("alter table x.busy add column more int;", 2).await();

      assertThat(other.isClosed()).isFalse();
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(retries(outcome)).hasSize(2);
      assertThat(database.history()).containsExactly("1");
    }
  }

  @Test
  void scriptOutsideATransactionIsNotTriedAgain() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = block()) {
      var outcome = runner("create index concurrently busy_id on x.busy (id);", 3).await();

      assertThat(other.isClosed()).isFalse();
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(retries(outcome)).isEmpty();
    }
  }

  private static List<String> retries(RunnerProcess.Outcome outcome) {
    return outcome.lines().stream().filter(line -> line.startsWith(RETRY)).toList();
  }

  private Connection block() throws SQLException {
    var session = database.connect();
    session.setAutoCommit(false);
    try (var statement = session.createStatement()) {
      statement.execute("lock table x.busy");
    }
    return session;
  }

  private RunnerProcess runner(String second, int retries) {
    return RunnerProcess.on(database, folder)
        .script("V1__one.sql", "create table x.one (id int);")
        .script("V2__two.sql", second)
        .spec(
            "{\"guardrails\": {\"lockTimeout\": \"600ms\", \"lockRetries\": %d}}"
                .formatted(retries));
  }
}
