package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in all writings, and databases that cannot be reached. */
class ConnectionIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner() {
    return RunnerProcess.withoutSecret(folder).script("V1__one.sql", "create table one (id int);");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void libpqUrlWithUserAndPasswordConnects() throws Exception {
    var url =
        "postgres://%s:%s@localhost:%d/%s?sslmode=disable&connect_timeout=1&application_name=app"
            .formatted(
                database.name(),
                encoded(TestDatabase.PASSWORD),
                TestDatabase.port(),
                database.name());
    var outcome = runner().secret("uri", url).await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void jdbcUrlWithParametersThatWouldBreakTheLimitsConnects() throws Exception {
    var url =
        database.url()
            + "?user="
            + database.name()
            + "&password="
            + encoded(TestDatabase.PASSWORD)
            + "&ApplicationName=app&socketTimeout=1&readOnly=true&options=-c%20statement_timeout=1&connectTimeout=0";
    var outcome =
        runner()
            .secret("jdbc-uri", url)
            .script(
                "V2__names.sql",
                "create table names as select current_setting('application_name') as name, current_setting('statement_timeout') as most from pg_sleep(1.5);")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select name || ' ' || most from names"))
        .containsExactly("drawbridge/8c1f2e07/abcde 10min");
  }

  @Test
  void databaseThatEndsIdleSessionsDoesNotEndTheOneThatHoldsTheLock() throws Exception {
    // Longer than a slow machine needs between the first questions of a session.
    database.execute(
        "alter database %s set idle_session_timeout = '2s'".formatted(database.name()));
    var slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext("/", ConnectionIT::answerAfterFourSeconds);
    slow.start();
    try {
      var outcome =
          runner()
              .secret("url", database.url())
              .secret("username", database.name())
              .secret("password", TestDatabase.PASSWORD)
              .spec(
                  "{\"preflight\": [{\"name\": \"slow\", \"http\": {\"url\": \"http://127.0.0.1:%d/\"}}]}"
                      .formatted(slow.getAddress().getPort()))
              .await();
      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    } finally {
      slow.stop(0);
    }
  }

  private static void answerAfterFourSeconds(HttpExchange asked) throws IOException {
    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
    asked.sendResponseHeaders(200, -1);
    asked.close();
  }

  @Test
  void hostPortAndDatabaseConnect() throws Exception {
    var outcome =
        runner()
            .secret("host", "localhost")
            .secret("port", TestDatabase.port() + "\n")
            .secret("dbname", database.name())
            .secret("user", database.name())
            .secret("password", TestDatabase.PASSWORD)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void serviceBindingConnects() throws Exception {
    var outcome =
        runner()
            .secret("type", "postgresql")
            .secret("provider", "some operator")
            .secret("host", "localhost")
            .secret("port", Integer.toString(TestDatabase.port()))
            .secret("database", database.name())
            .secret("username", database.name())
            .secret("password", TestDatabase.PASSWORD)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void mappedKeysConnect() throws Exception {
    var outcome =
        runner()
            .secret("jdbc-uri", "jdbc:postgresql://wrong.invalid/nothing")
            .secret("where", database.url())
            .secret("who", database.name())
            .secret("word", TestDatabase.PASSWORD)
            .spec(
                "{\"database\": {\"secretRef\": {\"name\": \"odd\", \"keys\": {\"url\": \"where\", \"username\": \"who\", \"password\": \"word\"}}}}")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void missingKeyIsNamedWithoutValues() throws Exception {
    var outcome = runner().secret("server", "db.example").secret("password", "hush").await();
    assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.MISSING_SECRET_KEY);
    assertThat(outcome.closing().message())
        .contains("Secret orders-db lacks", "jdbc-uri", "password, server", "drawbridge.dev/retry")
        .doesNotContain("db.example", "hush");
  }

  @Test
  void missingPasswordThatTheServerAsksForIsRefused() throws Exception {
    var outcome =
        runner().secret("url", database.url()).secret("username", database.name()).await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.WRONG_CREDENTIALS);
  }

  @Test
  void wrongPasswordIsRefusedAndNotTriedAgain() throws Exception {
    var outcome =
        runner()
            .secret("url", database.url())
            .secret("username", database.name())
            .secret("password", "no-such-word")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.WRONG_CREDENTIALS);
    assertThat(outcome.closing().message())
        .contains("Correct Secret orders-db, then set the annotation drawbridge.dev/retry");
    assertThat(outcome.events()).hasSize(1);
  }

  @Test
  void databaseThatDoesNotAnswerIsTriedThenUnreachable() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var outcome =
        runner()
            .secret("url", "jdbc:postgresql://127.0.0.1:" + port + "/orders")
            .secret("username", "u")
            .secret("password", "hush-hush")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.UNREACHABLE);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(outcome.lines())
        .filteredOn(
            line -> line.startsWith("preflight Waiting database 127.0.0.1:" + port + "/orders"))
        .as("what does not change is told once")
        .hasSize(1);
    assertThat(outcome.closing().message())
        .containsPattern("could not be reached for [1-9][0-9]* s");
  }

  @Test
  void databaseThatDoesNotExistIsRefusedAndNotTriedAgain() throws Exception {
    var outcome =
        runner()
            .secret("url", database.url() + "_missing")
            .secret("username", database.name())
            .secret("password", TestDatabase.PASSWORD)
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(outcome.closing().message())
        .contains("There is no database", "_missing", "Nothing was applied", "Secret orders-db");
    assertThat(outcome.events()).hasSize(1);
  }

  @Test
  void spaceAtTheEndOfAPasswordBelongsToIt() throws Exception {
    database.execute("alter role " + database.name() + " password 'ends in space '");
    var outcome =
        runner()
            .secret("url", database.url())
            .secret("username", database.name())
            .secret("password", "ends in space \n")
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }
}
