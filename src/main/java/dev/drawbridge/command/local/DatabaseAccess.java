package dev.drawbridge.command.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.runner.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database, in the place of the Secret: what is not in the URL is looked for where
 * PostgreSQL's own clients look for it.
 *
 * @param user null if it is in the URL
 * @param password null if it is in the URL, or if there is none
 */
record DatabaseAccess(String url, @Nullable String user, @Nullable String password, String display)
    implements Access {

  private static final String SECRET = "(given by --database-url)";

  /**
   * The access that {@code url} means.
   *
   * @param given a password that was given beside it, which comes before all others
   */
  static DatabaseAccess of(String url, Optional<String> given, Map<String, String> environment)
      throws Unusable {
    var parts =
        DatabaseUrl.parse(url)
            .orElseThrow(() ->
                new Unusable(
                    "--database-url is not the URL of a PostgreSQL database. Write"
                        + " postgresql://user@host:5432/name or"
                        + " jdbc:postgresql://host:5432/name?user=…"));
    var user = Optional.ofNullable(parts.user()).or(() -> variable(environment, "PGUSER"));
    if (user.isEmpty()) {
      throw new Unusable(
          "--database-url names no user. Write postgresql://user@host:5432/name, or set PGUSER.");
    }
    var password = given.or(() -> variable(environment, "PGPASSWORD"));
    if (given.isEmpty() && parts.password() != null) {
      password = Optional.empty();
    } else if (password.isEmpty()) {
      password = fromFile(parts, user.get(), environment);
    }
    return new DatabaseAccess(
        url,
        parts.user() == null ? user.get() : null,
        password.orElse(null),
        display(parts, user.get()));
  }

  private static Optional<String> fromFile(
      DatabaseUrl parts, String user, Map<String, String> environment) throws Unusable {
    var file = PasswordFile.of(environment);
    // The first of several: a password file knows no lists.
    var place = DatabaseUrl.places(parts.hosts()).getFirst();
    return file.isEmpty()
        ? Optional.empty()
        : file.get().find(place.host(), place.port(), database(parts, user), user);
  }

  private static String database(DatabaseUrl parts, String user) {
    return parts.name() == null ? user : parts.name();
  }

  private static String display(DatabaseUrl parts, String user) {
    return (parts.hosts().isEmpty() ? "localhost" : parts.hosts()) + "/" + database(parts, user);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  @Override
  public Path mount(PrivateFolder folder) throws IOException {
    return folder.texts("database", files());
  }

  @Override
  public void describe(ObjectNode database) {
    database.putObject("secretRef").put("name", SECRET);
  }

  /** Also what stands in the URL. */
  @Override
  public List<String> secrets() {
    var inUrl = DatabaseUrl.parse(url).map(DatabaseUrl::password);
    return Stream.of(Optional.ofNullable(password), inUrl).flatMap(Optional::stream).toList();
  }

  /** The files of a Secret that says the same. */
  Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put("url", url);
    if (user != null) {
      files.put("username", user);
    }
    if (password != null) {
      files.put("password", password);
    }
    return files;
  }

  @Override
  public String toString() {
    return display;
  }
}
