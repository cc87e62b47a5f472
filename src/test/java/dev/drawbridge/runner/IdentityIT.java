package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a database is known again, also where its system identifier may not be asked for. */
class IdentityIT {

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.create();
  }

  private RunnerProcess runner(String name) throws Exception {
    return RunnerProcess.on(database, Files.createDirectory(folder.resolve(name)))
        .script("V1__one.sql", "create table one (id int);");
  }

  private void forbid() throws Exception {
    try (var administrator = database.connectAsAdministrator();
        var statement = administrator.createStatement()) {
      statement.execute("revoke execute on function pg_catalog.pg_control_system() from public");
    }
  }

  private static String identity(RunnerProcess.Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    Closing.Database seen = Objects.requireNonNull(outcome.closing().database());
    return seen.system() + "/" + seen.name();
  }

  @Test
  void serversIdentifierAndTheNameAreTheIdentity() throws Exception {
    var system = database.query("select system_identifier from pg_control_system()").getFirst();

    var seen = identity(runner("first").await());

    assertThat(seen).isEqualTo(system + "/" + database.name());
    assertThat(identity(runner("again").identity(seen).await())).isEqualTo(seen);
  }

  @Test
  void numberOfTheDatabaseStandsInForAnIdentifierThatMayNotBeRead() throws Exception {
    forbid();
    var number =
        database.query("select oid from pg_database where datname = current_database()").getFirst();

    var seen = identity(runner("first").await());

    assertThat(seen).isEqualTo("oid-" + number + "/" + database.name());
    assertThat(identity(runner("again").identity(seen).await())).isEqualTo(seen);
    var other = runner("other").identity("oid-1/" + database.name()).await();
    assertThat(other.exit()).as(other.output()).isEqualTo(Exit.REFUSED);
    assertThat(other.closing().reason()).isEqualTo(Reason.OTHER_DATABASE);
  }

  /** It can no longer be told whether it is the same one, and then the answer is no. */
  @Test
  void databaseThatWasKnownByItsServerIsRefusedOnceThatMayNotBeRead() throws Exception {
    var seen = identity(runner("first").await());
    forbid();

    var outcome = runner("again").identity(seen).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().message()).contains("This is database oid-", seen);
  }
}
