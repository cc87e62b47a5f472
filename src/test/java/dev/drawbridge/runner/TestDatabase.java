package dev.drawbridge.runner;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fresh database of an ordinary user with a password, on one real PostgreSQL server that all
 * tests of this JVM share.
 */
public final class TestDatabase {

  public static final String PASSWORD = "s3cret pä/ss'wörd";
  private static final String STATEMENTS_OF_RUNNERS =
      " from pg_stat_activity where application_name like 'drawbridge/%' and datname = current_database() and state = 'active'";

  private static @Nullable EmbeddedPostgres server;

  private final EmbeddedPostgres home;
  private final String name;

  private TestDatabase(EmbeddedPostgres home, String name) {
    this.home = home;
    this.name = name;
  }

  public static TestDatabase create() {
    return create(server());
  }

  /** A database on another server than the shared one. */
  static TestDatabase create(EmbeddedPostgres home) {
    var name = "test_" + UUID.randomUUID().toString().substring(0, 8);
    try (var admin = DriverManager.getConnection(url(home, "postgres"), "postgres", "");
        var statement = admin.createStatement()) {
      statement.execute(
          "create role %s login password '%s'".formatted(name, PASSWORD.replace("'", "''")));
      statement.execute("create database %s owner %s".formatted(name, name));
    } catch (SQLException failed) {
      throw new IllegalStateException("cannot create a database", failed);
    }
    return new TestDatabase(home, name);
  }

  private static synchronized EmbeddedPostgres server() {
    try {
      if (server == null) {
        server = start(EmbeddedPostgres.builder());
      }
      return server;
    } catch (IOException | SQLException failed) {
      throw new IllegalStateException("cannot start PostgreSQL", failed);
    }
  }

  /** Starts a server that asks its users for their passwords. */
  static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException, SQLException {
    var started = builder.setServerConfig("log_min_messages", "fatal").start();
    requirePasswords(started);
    return started;
  }

  /** The embedded server trusts everybody; ours trusts its administrator alone. */
  private static void requirePasswords(EmbeddedPostgres postgres) throws SQLException, IOException {
    var url = postgres.getJdbcUrl("postgres", "postgres");
    try (var admin = DriverManager.getConnection(url);
        var statement = admin.createStatement()) {
      var row = statement.executeQuery("show hba_file");
      row.next();
      java.nio.file.Files.writeString(
          java.nio.file.Path.of(row.getString(1)),
          "host all postgres all trust\nhost all all all scram-sha-256\n");
      statement.execute("select pg_reload_conf()");
    }
  }

  private static String url(EmbeddedPostgres home, String database) {
    return "jdbc:postgresql://localhost:" + home.getPort() + "/" + database;
  }

  public String name() {
    return name;
  }

  public static int port() {
    return server().getPort();
  }

  String url() {
    return url(home, name);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), name, PASSWORD);
  }

  /** As an administrator, who sees and may do everything. */
  Connection connectAsAdministrator() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  public void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The first column of every row, as text. */
  public List<String> query(String sql) {
    var values = new ArrayList<String>();
    try (var connection = connectAsAdministrator();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  public List<String> history() {
    return query(
        "select version || case when success then '' else ' failed' end from flyway_schema_history where version is not null order by installed_rank");
  }

  /** What is in the usual schema: tables, indexes, views. */
  List<String> relations() {
    return query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1");
  }

  /** Waits until a runner has a statement under way that is {@code like} this, in SQL's sense. */
  public void awaitStatement(String like) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            !query("select pid" + STATEMENTS_OF_RUNNERS + " and query ilike '" + like + "'")
                .isEmpty());
  }

  /** Ends the sessions in which a runner has a statement under way. */
  void endStatements() {
    query("select pg_terminate_backend(pid)" + STATEMENTS_OF_RUNNERS);
  }
}
