package dev.drawbridge.command.local;

import dev.drawbridge.command.manifest.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file in which PostgreSQL's own clients look for passwords: {@code PGPASSFILE}, or {@code
 * .pgpass} at home. One entry a line: host, port, database, user and password, with colons between.
 */
record PasswordFile(Path path) {

  private static final String ANY = "*";
  private static final int FIELDS = 5;

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** The file that {@code environment} means; empty if there is none. */
  static Optional<PasswordFile> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("PGPASSFILE"))
        .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> home + "/.pgpass"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .map(PasswordFile::new);
  }

  /** The password of the first entry that fits. */
  Optional<String> find(String host, String port, String database, String user) throws Unusable {
    for (var line : lines()) {
      var entry = fields(line);
      if (entry.size() == FIELDS
          && fits(entry.get(0), host)
          && fits(entry.get(1), port)
          && fits(entry.get(2), database)
          && fits(entry.get(3), user)) {
        return Optional.of(entry.get(4));
      }
    }
    return Optional.empty();
  }

  private List<String> lines() throws Unusable {
    try {
      var permissions = Files.getPosixFilePermissions(path);
      if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
        throw new Unusable(
            "%s can be read by others, so no password is taken from it. Say: chmod 600 %s"
                .formatted(path, path));
      }
      return Files.readAllLines(path).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException unreadable) {
      throw new Unusable("%s cannot be read: %s".formatted(path, unreadable.getMessage()));
    }
  }

  private static boolean fits(String entry, String wanted) {
    return entry.equals(ANY) || entry.equals(wanted);
  }

  /** A backslash takes what follows as it is. The password may have colons of its own. */
  private static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    for (var at = 0; at < line.length(); at++) {
      var letter = line.charAt(at);
      if (letter == '\\' && at + 1 < line.length()) {
        at++;
        field.append(line.charAt(at));
      } else if (letter == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(letter);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
