package dev.drawbridge.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFilesTest {

  @TempDir Path folder;

  private void write(String hosts, @Nullable String password, Map<String, String> parameters)
      throws IOException {
    var target = new ConnectionTarget("orders-db", hosts, "orders", "shop", password, parameters);
    new AccessFiles(target, "drawbridge/8c1f2e07/abcde").write(new SharedFolder(folder));
  }

  private String service() throws IOException {
    return Files.readString(folder.resolve("access/pg_service.conf"));
  }

  private String passwords() throws IOException {
    return Files.readString(folder.resolve("access/pgpass"));
  }

  @Test
  void serviceHasAllThatIsNeeded() throws Exception {
    write("db.example.com:5433", "s3cret", Map.of("sslmode", "require", "prepareThreshold", "0"));

    assertThat(service())
        .isEqualTo(
            """
            [drawbridge]
            application_name=drawbridge/8c1f2e07/abcde
            dbname=orders
            host=db.example.com
            password=s3cret
            port=5433
            sslmode=require
            user=shop
            """);
  }

  @Test
  void severalHostsAndAddressesAreTakenApart() throws Exception {
    write("one,two:5433,[::1]:5434", null, Map.of());

    assertThat(service()).contains("host=one,two,::1\n", "port=5432,5433,5434\n");
    assertThat(passwords()).isEmpty();
  }

  @Test
  void defaultHostAndTheDriversWordForTlsAreTranslated() throws Exception {
    write("", "s3cret", Map.of("ssl", "true"));

    assertThat(service()).contains("host=localhost\n", "port=5432\n", "sslmode=verify-full\n");
  }

  @Test
  void passwordThatAServiceFileCannotHoldIsInThePasswordFileAlone() throws Exception {
    write("db", "a:b\\c ", Map.of());

    assertThat(service()).doesNotContain("password");
    assertThat(passwords()).isEqualTo("*:*:*:*:a\\:b\\\\c \n");
  }

  @Test
  void filesAreNotForEverybody() throws Exception {
    write("db", "s3cret", Map.of());
    write("db", "another", Map.of());

    assertThat(passwords()).contains("another");
    assertThat(permissions("access/pgpass")).isEqualTo("rw-------");
    assertThat(permissions("access/pg_service.conf")).isEqualTo("rw-r-----");
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }
}
