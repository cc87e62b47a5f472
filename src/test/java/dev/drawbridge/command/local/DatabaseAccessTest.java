package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.command.manifest.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAccessTest {

  private static final String URL = "postgresql://ann@db:5433/shop?sslmode=require";

  @TempDir Path folder;

  private static DatabaseAccess of(String url, Map<String, String> environment) throws Unusable {
    return DatabaseAccess.of(url, Optional.empty(), environment);
  }

  @Test
  void urlStaysAsItIs() throws Unusable {
    var access = of("postgresql://ann:geheim@db:5433/shop?sslmode=require", Map.of());

    assertThat(access.files())
        .containsExactlyEntriesOf(
            Map.of("url", "postgresql://ann:geheim@db:5433/shop?sslmode=require"));
    assertThat(access).hasToString("db:5433/shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {URL, "jdbc:postgresql://db:5433/shop?user=ann"})
  void passwordIsLookedForWherePostgresClientsLook(String url) throws Exception {
    var file = Files.writeString(folder.resolve(".pgpass"), "db:5433:shop:ann:of the file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var home = folder.toString();

    assertThat(of(url, Map.of("HOME", home)).password()).isEqualTo("of the file");
    assertThat(of(url, Map.of("HOME", home, "PGPASSWORD", "of the variable")).password())
        .isEqualTo("of the variable");
    assertThat(
            DatabaseAccess.of(url, Optional.of("given"), Map.of("PGPASSWORD", "of the variable"))
                .password())
        .isEqualTo("given");
  }

  @Test
  void addressIsLookedForWithoutItsBrackets() throws Exception {
    var file = Files.writeString(folder.resolve(".pgpass"), "\\:\\:1:5433:shop:ann:of the file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var environment = Map.of("HOME", folder.toString());

    assertThat(of("postgresql://ann@[::1]:5433/shop", environment).password())
        .isEqualTo("of the file");
  }

  @Test
  void passwordOfTheUrlComesBeforeTheVariable() throws Unusable {
    assertThat(of("postgresql://ann:geheim@db/shop", Map.of("PGPASSWORD", "another")).password())
        .isNull();
  }

  @Test
  void userMayBeInTheEnvironment() throws Unusable {
    assertThat(of("postgresql://db/shop", Map.of("PGUSER", "bob")).files())
        .containsEntry("username", "bob");
    assertThatThrownBy(() -> of("postgresql://db/shop", Map.of()))
        .hasMessageContaining("names no user")
        .hasMessageContaining("PGUSER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://db/shop", "db:5432", ""})
  void otherUrlsAreRefusedWithoutRepeatingThem(String url) {
    assertThatThrownBy(() -> of(url, Map.of()))
        .hasMessageStartingWith("--database-url is not the URL of a PostgreSQL database.");
  }
}
