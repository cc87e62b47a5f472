package dev.drawbridge.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is real, its owner is an ordinary role, and nothing of it stays. */
class PostgresIT {

  @Test
  void ownerOfTheDatabaseIsNoSuperuser(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    try (var server = Postgres.start(data)) {
      var database = server.createDatabase("orders");

      try (var connection = database.connect();
          var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "select rolsuper, pg_get_userbyid(datdba) from pg_roles, pg_database"
                      + " where rolname = current_user and datname = current_database()")) {
        row.next();
        assertThat(row.getBoolean(1)).isFalse();
        assertThat(row.getString(2)).isEqualTo("orders");
      }
      assertThat(server.version()).matches("[0-9.]+");
    }

    assertThat(data).doesNotExist();
  }
}
