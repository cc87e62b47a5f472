package dev.drawbridge.runner.database;

import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.database.DatabaseUrl.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What tools need to connect, in the files that PostgreSQL's own clients read: a service file and a
 * password file.
 *
 * @param application the name of its sessions, by which a later run finds them
 */
record AccessFiles(ConnectionTarget target, String application) {

  /** The group is that of the pod: a step may run as another user. */
  private static final String READABLE_BY_THE_POD = "rw-r-----";

  /** PostgreSQL's clients pass over a password file that others may read. */
  private static final String READABLE_BY_ITS_OWNER = "rw-------";

  /**
   * From our driver's parameters to those of PostgreSQL's own library, as far as it has them.
   * Options of sessions are left out: in a service file they would come before PGOPTIONS, and take
   * a step's limits away.
   */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "gssEncMode", "gssencmode",
          "channelBinding", "channel_binding",
          "sslNegotiation", "sslnegotiation");

  /** Writes them to {@code shared}, over those that are there. */
  void write(SharedFolder shared) throws IOException {
    Files.createDirectories(shared.access());
    write(shared.access().resolve(SharedFolder.SERVICE_FILE), READABLE_BY_THE_POD, service());
    write(shared.access().resolve(SharedFolder.PASSWORD_FILE), READABLE_BY_ITS_OWNER, passwords());
  }

  private static void write(Path file, String permissions, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String service() {
    var settings = new TreeMap<String, String>();
    settings.put("host", each(Place::host));
    settings.put("port", each(Place::port));
    settings.put("dbname", target.database());
    settings.put("user", target.user());
    settings.put("application_name", application);
    PARAMETERS.forEach((ours, theirs) -> {
      var value = target.parameters().get(ours);
      if (value != null) {
        settings.put(theirs, value);
      }
    });
    if ("true".equals(target.parameters().get("ssl"))) {
      settings.putIfAbsent("sslmode", "verify-full");
    }
    var password = target.password();
    // The service file knows no quotes; what it cannot hold, the password file can.
    if (password != null && password.equals(password.strip()) && !password.contains("\n")) {
      settings.put("password", password);
    }
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
        .collect(Collectors.joining("", "[" + SharedFolder.SERVICE + "]\n", ""));
  }

  private String each(Function<Place, String> part) {
    return DatabaseUrl.places(target.hosts()).stream().map(part).collect(Collectors.joining(","));
  }

  private String passwords() {
    var password = target.password();
    if (password == null) {
      return "";
    }
    var quoted = password.replace("\\", "\\\\").replace(":", "\\:");
    return "*:*:*:*:" + quoted + "\n";
  }
}
