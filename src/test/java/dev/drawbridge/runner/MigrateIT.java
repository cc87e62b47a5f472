package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts are applied, checked and told. */
class MigrateIT {

  @TempDir Path folder;

  @Test
  void scriptsAreAppliedInOrderAndVerified() throws Exception {
    var database = TestDatabase.create();
    var outcome =
        RunnerProcess.on(database, folder)
            .script("V1__orders.sql", "create table orders (id int primary key);")
            .script("V2__durable_queue.sql", "insert into orders values (1), (2);")
            .script("U2__durable_queue.sql", "delete from orders;")
            .spec(
                """
                {"preflight": [{"name": "no tables", "schema": {"tables": [{"name": "orders"}], "absent": true}}],
                 "verify": [{"name": "two orders", "sql": {"query": "select count(*) from orders", "expect": {"equals": 2}}}]}
                """)
            .await();

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines().stream().skip(1))
        .containsExactly(
            "preflight Passed no tables: 1 of 1 absent",
            "migrate Started 1 orders: null",
            "migrate Applied 1 orders: null",
            "migrate Started 2 durable queue: null",
            "migrate Applied 2 durable queue: null",
            "verify Passed two orders: found 2, expected 2",
            "end Found null: null",
            "end Ended null: null");
    assertThat(database.history()).containsExactly("1", "2");
    assertThat(outcome.applied().versions()).containsExactly("1", "2");
    assertThat(outcome.closing().from()).isNull();
    assertThat(outcome.closing().to()).isEqualTo("2");
    assertThat(outcome.closing().applied()).isEqualTo(2);
    assertThat(outcome.closing().checks()).isEqualTo(2);
    assertThat(outcome.closing().database())
        .isNotNull()
        .extracting("name")
        .isEqualTo(database.name());
    assertThat(outcome.error()).isEmpty();
    assertThat(RunLog.read(outcome.report()).closing()).contains(outcome.closing());
    assertThat(outcome.report().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
  }
}
