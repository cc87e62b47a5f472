package dev.drawbridge.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.api.output.MigrateResult;

/** A PostgreSQL to which the scripts of an example have been applied. */
record MigratedDatabase(EmbeddedPostgres server, Example example, MigrateResult result)
    implements AutoCloseable {

  static MigratedDatabase start(String name, Path directory) throws IOException {
    var example = Example.read(name);
    var server = EmbeddedPostgres.builder().start();
    return new MigratedDatabase(
        server, example, example.applyTo(server.getPostgresDatabase(), directory));
  }

  Session connect() throws SQLException {
    return Session.open(server.getPostgresDatabase());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
