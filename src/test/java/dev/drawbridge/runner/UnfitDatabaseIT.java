package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections over which a run cannot be done, each with a reason of its own. */
class UnfitDatabaseIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @Test
  void poolerThatLendsSessionsForTransactionsIsRefused() throws Exception {
    try (var pooler = new TransactionPooler(TestDatabase.port())) {
      var outcome = throughPooler(pooler).await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.POOLED_CONNECTION);
      assertThat(outcome.closing().message())
          .contains("through a pooler", "Nothing was applied", "direct-uri to Secret orders-db");
      assertThat(limitsLeftBehind(pooler)).isEqualTo("0");
    }
  }

  @Test
  void poolerIsBypassedByTheDirectUrl() throws Exception {
    try (var pooler = new TransactionPooler(TestDatabase.port())) {
      var outcome = throughPooler(pooler).secret("direct-uri", database.url()).await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    }
  }

  /** The next client of the pooler gets the session that the runner had. */
  private String limitsLeftBehind(TransactionPooler pooler) throws Exception {
    try (var session = DriverManager.getConnection(pooledUrl(pooler), "postgres", "unused");
        var statement = session.createStatement();
        var row = statement.executeQuery("show statement_timeout")) {
      row.next();
      return row.getString(1);
    }
  }

  private RunnerProcess throughPooler(TransactionPooler pooler) {
    return RunnerProcess.withoutSecret(folder)
        .script("V1__one.sql", "create table one (id int);")
        .secret("jdbc-uri", pooledUrl(pooler))
        .secret("username", "postgres")
        .secret("password", "unused");
  }

  private String pooledUrl(TransactionPooler pooler) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable"
        .formatted(pooler.port(), database.name());
  }

  @Test
  void replicaIsRefused() throws Exception {
    var data = folder.resolve("data");
    try (var primary = server(data).start()) {
      assertThat(primary.getPort()).isPositive();
    }
    Files.createFile(data.resolve("standby.signal"));
    try (var replica = server(data).start()) {
      var outcome = on(replica).await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.READ_ONLY_DATABASE);
      assertThat(outcome.closing().message())
          .contains("is in recovery", "Write the primary's host into Secret orders-db");
    }
  }

  @Test
  void databaseThatIsSetToReadOnlyIsRefused() throws Exception {
    database.execute(
        "alter role %s set default_transaction_read_only = on".formatted(database.name()));

    var outcome = runner().await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.READ_ONLY_DATABASE);
    assertThat(outcome.closing().message()).contains("default_transaction_read_only is on");
  }

  @Test
  void noConnectionLeftAtTheStart() throws Exception {
    limitConnections(1);
    try (var taken = database.connect()) {
      assertThat(taken.isValid(1)).isTrue();

      var outcome = runner().await();

      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.UNREACHABLE);
      assertThat(outcome.closing().reason()).isEqualTo(Reason.TOO_MANY_CONNECTIONS);
    }
  }

  @Test
  void noConnectionLeftOnTheWay() throws Exception {
    limitConnections(1);

    var outcome = runner().await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.TOO_MANY_CONNECTIONS);
    assertThat(outcome.closing().message())
        .contains("too many connections", "no version is applied", "needs two at once");
    assertThat(database.query("select to_regclass('one')::text")).containsExactly("null");
  }

  @Test
  void twoConnectionsAreEnough() throws Exception {
    limitConnections(2);
    var check =
        "[{\"name\": \"one\", \"sql\": {\"query\": \"select 1\", \"expect\": {\"equals\": 1}}}]";

    var outcome =
        runner()
            .script("V2__index.sql", "create index concurrently one_id on one (id);")
            .spec("{\"preflight\": %s, \"verify\": %s}".formatted(check, check))
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  private void limitConnections(int most) {
    try (var admin = database.connectAsAdministrator();
        var statement = admin.createStatement()) {
      statement.execute("alter role %s connection limit %d".formatted(database.name(), most));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private RunnerProcess runner() {
    return RunnerProcess.on(database, folder).script("V1__one.sql", "create table one (id int);");
  }

  private static EmbeddedPostgres.Builder server(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("log_min_messages", "fatal");
  }

  private RunnerProcess on(EmbeddedPostgres server) {
    return RunnerProcess.withoutSecret(folder.resolve("run"))
        .script("V1__one.sql", "create table one (id int);")
        .secret("jdbc-uri", server.getJdbcUrl("postgres", "postgres"))
        .secret("username", "postgres")
        .secret("password", "unused");
  }
}
