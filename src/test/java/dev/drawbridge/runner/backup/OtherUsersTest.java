package dev.drawbridge.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.sqlite.DatabaseFile;
import dev.drawbridge.runner.database.sqlite.SqliteDatabase;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import dev.drawbridge.runner.process.StopSignal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who uses a SQLite file: others in this process count, as their locks do. */
class OtherUsersTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("orders.db");
  }

  private Optional<String> find() throws SQLException {
    var journal =
        new Journal(
            Clock.systemUTC(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new ReportFile(folder.resolve("report"), 4096),
            new Redaction());
    RunDatabase database =
        new SqliteDatabase(
            new DatabaseFile("data", folder, "orders.db"),
            true,
            "a run",
            null,
            new Limits(Duration.ofMillis(50), Duration.ofSeconds(5)),
            journal,
            new StopSignal());
    return new OtherUsers(database.sessions()).find();
  }

  private Connection application() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private static String first(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  private void create(String mode) throws SQLException {
    try (var session = application()) {
      assertThat(first(session, "pragma journal_mode = " + mode)).isEqualTo(mode);
      try (var statement = session.createStatement()) {
        statement.execute("create table orders (id int)");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal", "delete"})
  void lookLeavesEveryByteOfAFileThatNobodyUses(String mode) throws Exception {
    create(mode);
    var before = Files.readAllBytes(file());

    assertThat(find()).isEmpty();

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(folder.toFile().list()).containsExactly("orders.db");
    try (var session = application()) {
      assertThat(first(session, "pragma journal_mode")).isEqualTo(mode);
    }
  }

  @Test
  void whoHasAFileWithALogOpenUsesIt() throws Exception {
    create("wal");
    try (var session = application()) {
      first(session, "select count(*) from orders");

      assertThat(find()).contains("another program has the file open, or is at work in it");
    }
    assertThat(find()).isEmpty();
  }

  @Test
  void whoIsAtWorkInAFileWithoutALogUsesIt() throws Exception {
    create("delete");
    try (var session = application();
        var statement = session.createStatement()) {
      statement.execute("begin immediate");

      assertThat(find()).contains("another program has the file open, or is at work in it");
    }
    assertThat(find()).isEmpty();
  }

  @Test
  void fileMayBeUsedByOthersAfterTheLook() throws Exception {
    create("wal");
    find();

    try (var session = application();
        var statement = session.createStatement()) {
      statement.execute("insert into orders values (1)");
      assertThat(first(session, "select count(*) from orders")).isEqualTo("1");
    }
  }
}
