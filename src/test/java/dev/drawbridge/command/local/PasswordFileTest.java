package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordFileTest {

  @TempDir Path folder;

  private PasswordFile file(String text) throws IOException {
    var file = Files.writeString(folder.resolve("pgpass"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new PasswordFile(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "db:5432:shop:ann:one | one",
        "*:*:*:ann:any | any",
        "other:5432:shop:ann:no\\n*:*:*:*:second | second",
        "# db:5432:shop:ann:no\\n\\ndb:*:shop:ann:yes | yes",
        "db:5432:shop:ann:with\\:colon\\\\and backslash | with:colon\\and backslash",
        "db:5432:shop:ann:plain:colon | plain:colon",
      })
  void firstEntryThatFitsHasThePassword(String text, String password) throws Exception {
    assertThat(file(text.replace("\\n", "\n")).find("db", "5432", "shop", "ann"))
        .contains(password);
  }

  @ParameterizedTest
  @CsvSource({
    "db:5433:shop:ann:x",
    "db:5432:other:ann:x",
    "db:5432:shop:bob:x",
    "db:5432:shop",
    "''"
  })
  void otherEntriesHaveNone(String text) throws Exception {
    assertThat(file(text).find("db", "5432", "shop", "ann")).isEmpty();
  }

  @Test
  void fileThatOthersCanReadIsNotRead() throws Exception {
    var file = file("*:*:*:*:x");
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> file.find("db", "5432", "shop", "ann"))
        .hasMessageContaining("can be read by others")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void itIsAtHomeUnlessAVariableNamesAnother() throws Exception {
    file("");
    var another = Files.writeString(folder.resolve(".pgpass"), "");

    assertThat(PasswordFile.of(Map.of("HOME", folder.toString())))
        .contains(new PasswordFile(another));
    assertThat(
            PasswordFile.of(
                Map.of(
                    "HOME", folder.toString(), "PGPASSFILE", folder.resolve("pgpass").toString())))
        .contains(new PasswordFile(folder.resolve("pgpass")));
    assertThat(PasswordFile.of(Map.of("PGPASSFILE", "/no/such/file"))).isEmpty();
  }
}
