package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.webhook.Authority;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as the URL asks for it, with a server whose certificate is for localhost and 127.0.0.1. */
@EnabledOnOs(OS.LINUX)
class SecuredConnectionIT {

  private static final Authority AUTHORITY = new Authority();
  private static @Nullable EmbeddedPostgres server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path certificate) throws Exception {
    AUTHORITY.renewWithRsa(certificate);
    Files.setPosixFilePermissions(
        certificate.resolve("tls.key"), PosixFilePermissions.fromString("rw-------"));
    server =
        TestDatabase.start(
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "0.0.0.0")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.resolve("tls.crt").toString())
                .setServerConfig("ssl_key_file", certificate.resolve("tls.key").toString()));
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private TestDatabase database() {
    return TestDatabase.create(java.util.Objects.requireNonNull(server));
  }

  private RunnerProcess runner(TestDatabase database, String host, String parameters) {
    var port = java.util.Objects.requireNonNull(server).getPort();
    return RunnerProcess.on(database, folder)
        .secret(
            "jdbc-uri",
            "jdbc:postgresql://%s:%d/%s?%s".formatted(host, port, database.name(), parameters))
        .secret("ca.crt", AUTHORITY.pem())
        .secret("other.crt", new Authority().pem())
        .script(
            "V1__seen.sql",
            "create table seen as select ssl from pg_stat_ssl where pid = pg_backend_pid()");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, sslmode=disable, f",
    "localhost, sslmode=require, t",
    "localhost, sslmode=verify-ca&sslrootcert=ca.crt, t",
    "127.0.0.2, sslmode=verify-ca&sslrootcert=ca.crt, t",
    "localhost, sslmode=verify-full&sslrootcert=ca.crt, t",
    "127.0.0.1, sslmode=verify-full&sslrootcert=ca.crt, t",
    "localhost, ssl=true&sslrootcert=ca.crt, t",
  })
  void modeOfTheUrlIsTheOneThatIsUsed(String host, String parameters, String secured)
      throws Exception {
    var database = database();

    var outcome = runner(database, host, parameters).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select ssl from seen")).containsExactly(secured);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | sslmode=verify-ca&sslrootcert=other.crt | PKIX path",
        "localhost | sslmode=verify-full&sslrootcert=other.crt | PKIX path",
        "127.0.0.2 | sslmode=verify-full&sslrootcert=ca.crt | hostname 127.0.0.2 could not be verified",
        "localhost | sslmode=verify-full&sslrootcert=missing.crt | missing.crt",
      })
  void serverThatIsNotTrustedIsRefusedAndNotTriedAgain(String host, String parameters, String words)
      throws Exception {
    var database = database();

    var outcome = runner(database, host, parameters).await();

    assertUntrusted(outcome, words);
    assertThat(database.query("select to_regclass('seen')")).containsExactly("null");
  }

  @Test
  void serverWithoutTlsIsRefusedWhereTheUrlAsksForIt() throws Exception {
    var database = TestDatabase.create();

    var outcome =
        RunnerProcess.on(database, folder)
            .secret("jdbc-uri", database.url() + "?sslmode=require")
            .script("V1__one.sql", "select 1")
            .await();

    assertUntrusted(outcome, "does not support SSL");
  }

  private static void assertUntrusted(RunnerProcess.Outcome outcome, String words) {
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(Reason.UNTRUSTED_SERVER);
    assertThat(outcome.closing().message())
        .contains("was reached, but not by TLS", words, "Nothing was applied", "Secret orders-db");
    assertThat(outcome.events()).hasSize(1);
  }
}
