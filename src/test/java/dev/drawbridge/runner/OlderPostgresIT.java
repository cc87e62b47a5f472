package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What all else rests on, on PostgreSQL as it was before the version that the other tests use: the
 * oldest that is supported, or, with {@code -Pmatrix}, each.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@ParameterizedClass
@MethodSource("versions")
class OlderPostgresIT {

  private static @Nullable EmbeddedPostgres server;
  private static @Nullable String started;

  @TempDir Path folder;
  private final String version;
  private TestDatabase database;

  static Stream<String> versions() {
    return Stream.of(System.getProperty("postgres.versions", "14").split(","));
  }

  OlderPostgresIT(String version) {
    this.version = version;
  }

  @BeforeEach
  void createDatabase() throws Exception {
    if (!version.equals(started)) {
      stopServer();
      server = TestDatabase.start(EmbeddedPostgres.builder().setPgBinaryResolver(this::programs));
      started = version;
    }
    database = TestDatabase.create(Objects.requireNonNull(server));
    assertThat(database.query("show server_version")).first().asString().startsWith(version + ".");
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
      server = null;
      started = null;
    }
  }

  /** The build puts them there. */
  private InputStream programs(String system, String architecture) throws IOException {
    var jar = Path.of("target", "older-postgres", "postgres-" + version + ".jar");
    var entry = "!/postgres-" + system.toLowerCase(java.util.Locale.ROOT) + "-x86_64.txz";
    return URI.create("jar:" + jar.toUri() + entry).toURL().openStream();
  }

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder);
  }

  @Test
  void scriptsAreAppliedAndVerified() throws Exception {
    var outcome =
        runner()
            .script(
                "V1__orders.sql", "create table orders (id int); insert into orders values (1);")
            .script("V2__index.sql", "create index concurrently orders_id on orders (id);")
            .spec(
                """
                {"verify": [
                  {"name": "one order", "sql": {"query": "select count(*) from orders", "expect": {"equals": 1}}},
                  {"name": "index", "schema": {"tables": [{"name": "orders", "indexes": ["orders_id"]}]}}]}
                """)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().to()).isEqualTo("2");
    assertThat(outcome.closing().checks()).isEqualTo(2);
    assertThat(Objects.requireNonNull(outcome.closing().database()).system()).matches("[0-9]{19}");
    assertThat(database.history()).containsExactly("1", "2");
  }

  @Test
  void lockTimeoutSaysWhoBlocks() throws Exception {
    database.execute("create schema x; create table x.busy (id int)");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'nightly-report'; lock table x.busy");
      var outcome =
          runner()
              .script("V1__one.sql", "alter table x.busy add column more int;")
              .spec("{\"guardrails\": {\"lockTimeout\": \"1s\", \"lockRetries\": 0}}")
              .await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(outcome.closing().message()).contains("V1__one.sql, line 1", "nightly-report");
    }
    assertThat(database.history()).isEmpty();
  }

  @Test
  void failingScriptIsRolledBackAndToldWithItsLine() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int);")
            .script("V2__two.sql", "create table two (id int);\nselect nothing from one;")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .contains("V2__two.sql, line 2", "42703", "Rolled back; the schema stays at 1");
    assertThat(database.query("select to_regclass('two')")).containsExactly("null");
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void indexThatCouldNotBeBuiltIsNamed() throws Exception {
    var outcome =
        runner()
            .script("V1__one.sql", "create table one (id int); insert into one values (1), (1);")
            .script("V2__two.sql", "create unique index concurrently one_once on one (id);")
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(outcome.closing().message())
        .contains("23505", "DROP INDEX CONCURRENTLY IF EXISTS public.one_once;");
    assertThat(database.history()).containsExactly("1", "2 failed");
  }

  @Test
  void sessionOfADeadRunnerIsEnded() throws Exception {
    try (var orphan = database.connect();
        var statement = orphan.createStatement()) {
      statement.execute("set application_name = 'drawbridge/8c1f2e07/dead1'");
      var outcome = runner().script("V1__one.sql", "create table one (id int);").await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
      assertThat(outcome.lines())
          .contains("preflight Found earlier attempt: its sessions are gone");
      assertThat(orphan.isValid(1)).isFalse();
    }
  }

  @Test
  void secondRunWaitsForTheFirstAndSaysForWhom() throws Exception {
    var slow = "create table slow (id int);\nselect pg_sleep(3);";
    var first = runner().script("V1__slow.sql", slow).start();
    awaitRunning("pg_sleep", 1);
    var second =
        RunnerProcess.on(database, folder.resolve("second"))
            .run("5ec0d000")
            .script("V1__slow.sql", slow)
            .await();

    assertThat(first.await().exit()).isEqualTo(Exit.VERIFIED);
    assertThat(second.exit()).as(second.output()).isEqualTo(Exit.VERIFIED);
    assertThat(second.output()).contains("held by another run", "drawbridge-lock/8c1f2e07");
    assertThat(database.query("select count(*) from pg_tables where tablename = 'slow'"))
        .containsExactly("1");
  }

  @Test
  void sigtermRollsTheStatementBackAndTellsIt() throws Exception {
    var runner =
        runner().script("V1__slow.sql", "create table slow (id int); select pg_sleep(25);");
    runner.start();
    awaitRunning("pg_sleep", 1);
    runner.process().destroy();
    var outcome = runner.await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().message()).contains("V1__slow.sql", "rolled back");
    assertThat(database.query("select to_regclass('slow')")).containsExactly("null");
  }

  @Test
  void serverEndsTheStatementOfAKilledRunner() throws Exception {
    var runner =
        runner().script("V1__slow.sql", "create table slow (id int); select pg_sleep(60);");
    runner.start();
    awaitRunning("pg_sleep", 1);

    runner.process().destroyForcibly();

    awaitRunning("pg_sleep", 0);
    assertThat(database.history()).isEmpty();
  }

  private void awaitRunning(String part, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            database
                    .query(
                        "select pid from pg_stat_activity where datname = current_database()"
                            + " and application_name like 'drawbridge/%' and state = 'active'"
                            + " and query like '%"
                            + part
                            + "%'")
                    .size()
                == count);
  }
}
