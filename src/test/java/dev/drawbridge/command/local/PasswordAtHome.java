package dev.drawbridge.command.local;

import dev.drawbridge.runner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The password where PostgreSQL's own clients look for it. */
final class PasswordAtHome {

  private PasswordAtHome() {}

  /** Writes the password file of whoever has {@code home}. */
  static void write(Path home) throws IOException {
    var file =
        Files.writeString(home.resolve(".pgpass"), "*:*:*:*:" + TestDatabase.PASSWORD + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
