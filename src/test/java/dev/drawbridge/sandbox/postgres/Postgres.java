package dev.drawbridge.sandbox.postgres;

import dev.drawbridge.sandbox.node.Folders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, on a free port, with its data in a folder that goes with it. Its
 * programs are unpacked once and kept below {@code target/}.
 */
public final class Postgres implements AutoCloseable {

  private static final File PROGRAMS = Path.of("target", "postgres").toAbsolutePath().toFile();

  /** Names the folder of servers that have no data folder of their own: ours have. */
  private static final String WORKING_FOLDER = "ot.epg.working-dir";

  /** The version of the programs that the build brings, and those it keeps beside them. */
  public static final int NEWEST = 18;

  private final Path data;
  private final int version;
  private final Thread hook = Thread.ofPlatform().name("stop PostgreSQL").unstarted(this::stop);
  private @Nullable EmbeddedPostgres server;
  private boolean stopped;

  private Postgres(Path data, int version) {
    this.data = data;
    this.version = version;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * A database with a role that owns it and is no superuser, as in production.
   *
   * @param name of the database and of the role
   */
  public record Database(String name, int port) {

    public String url() {
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name);
    }

    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url(), name, password());
    }

    /** Unlike any other word, for it is taken out of whatever a runner writes. */
    String password() {
      return "the-password-of-" + name;
    }

    /** What stands in a Secret for it, by the common names of the keys. */
    public Map<String, String> secret() {
      return Map.of(
          "host",
          "127.0.0.1",
          "port",
          Integer.toString(port),
          "database",
          name,
          "username",
          name,
          "password",
          password());
    }
  }

  /**
   * A server that is not started yet, and can be closed already.
   *
   * @param data where it keeps its files; removed at the end
   */
  public static Postgres in(Path data) {
    return new Postgres(data, NEWEST);
  }

  /** A server that is started. */
  public static Postgres start(Path data) {
    return in(data).start();
  }

  /** A server of an older version, that is started. */
  public static Postgres start(Path data, int version) {
    return new Postgres(data, version).start();
  }

  /** Starts the server. Its programs detach themselves, so stopping it has to wait for this. */
  public synchronized Postgres start() {
    if (stopped) {
      throw new IllegalStateException("PostgreSQL was stopped before it had started");
    }
    try {
      // It is created in any case, and would stay behind in the machine's folder for such things.
      System.setProperty(WORKING_FOLDER, PROGRAMS.toPath().resolve("unused").toString());
      var builder = EmbeddedPostgres.builder();
      if (version != NEWEST) {
        builder.setPgBinaryResolver(this::programs);
      }
      server =
          builder
              .setOverrideWorkingDirectory(PROGRAMS)
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setRegisterShutdownHook(false)
              .setServerConfig("max_connections", "100")
              .start();
      return this;
    } catch (IOException failed) {
      Folders.remove(data);
      throw new UncheckedIOException("PostgreSQL does not start: " + failed.getMessage(), failed);
    }
  }

  /** The build puts those of older versions there. */
  private InputStream programs(String system, String architecture) throws IOException {
    var jar = Path.of("target", "older-postgres", "postgres-" + version + ".jar");
    var entry = "!/postgres-" + system.toLowerCase(Locale.ROOT) + "-x86_64.txz";
    return URI.create("jar:" + jar.toUri() + entry).toURL().openStream();
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "PostgreSQL is not started");
  }

  public int port() {
    return server().getPort();
  }

  /** The server's version in words, such as 18.4. */
  public String version() throws SQLException {
    try (var connection = superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery("show server_version")) {
      row.next();
      return row.getString(1).replaceFirst(" .*", "");
    }
  }

  /** A connection that may do everything. */
  public Connection superuser() throws SQLException {
    return server().getPostgresDatabase().getConnection();
  }

  /** The same, to the database of this name. */
  public Connection superuser(String database) throws SQLException {
    return server().getDatabase("postgres", database).getConnection();
  }

  /** Makes a new database and its owner, both named {@code name}, a plain identifier. */
  public Database createDatabase(String name) throws SQLException {
    var database = new Database(name, port());
    try (var connection = superuser();
        var statement = connection.createStatement()) {
      statement.execute(
          "create role \"%s\" login password '%s'".formatted(name, database.password()));
      statement.execute("create database \"%s\" owner \"%s\"".formatted(name, name));
    }
    return database;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAnyway) {
      // The hook runs or has run; there is nothing left to remove.
    }
  }

  /** Whoever comes second waits for the first. */
  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL does not stop: " + failed.getMessage(), failed);
    } finally {
      Folders.remove(data);
    }
  }
}
