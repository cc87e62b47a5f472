package dev.drawbridge.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.flywaydb.core.api.output.MigrateResult;

/** A PostgreSQL to which the scripts of an example have been applied. */
record MigratedDatabase(EmbeddedPostgres server, Example example, MigrateResult result)
    implements AutoCloseable {

  static MigratedDatabase start(String name) {
    try {
      var example = Example.read(name);
      var server = EmbeddedPostgres.builder().start();
      return new MigratedDatabase(server, example, example.applyTo(server.getPostgresDatabase()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start PostgreSQL with example " + name, failed);
    }
  }

  Session connect() {
    try {
      return Session.open(server.getPostgresDatabase());
    } catch (SQLException failed) {
      throw new IllegalStateException("cannot connect", failed);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
