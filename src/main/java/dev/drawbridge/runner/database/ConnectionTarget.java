package dev.drawbridge.runner.database;

import dev.drawbridge.api.Database.SecretRef;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Redaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to connect, as the Secret says it.
 *
 * @param secret the name of the Secret, for messages
 * @param parameters the user's connection parameters that may be kept
 */
public record ConnectionTarget(
    String secret,
    String hosts,
    String database,
    String user,
    @Nullable String password,
    Map<String, String> parameters) {

  /** Parameters that would break the runner's own limits, names, or way of working; lower case. */
  private static final Set<String> RESERVED =
      Set.of(
          "applicationname",
          "application_name",
          "connecttimeout",
          "connect_timeout",
          "logintimeout",
          "sockettimeout",
          "cancelsignaltimeout",
          "tcpkeepalive",
          "readonly",
          "readonlymode",
          "autosave",
          "preferquerymode",
          "replication",
          "loggerfile",
          "loggerlevel",
          "target_session_attrs",
          "keepalives",
          "keepalives_idle",
          "hostaddr",
          "service",
          "passfile");

  private static final Set<String> FILES = Set.of("sslrootcert", "sslcert", "sslkey");

  private static final Map<String, String> NAMES_OF_THE_DRIVER =
      Map.of(
          "channel_binding", "channelBinding",
          "gssencmode", "gssEncMode",
          "sslnegotiation", "sslNegotiation",
          "search_path", "currentSchema");

  /** Reads the Secret; what is secret in it is known to {@code redaction} from then on. */
  public static ConnectionTarget read(SecretRef reference, Path directory, Redaction redaction) {
    var secret = SecretFiles.read(reference, directory);
    var password = secret.find("password", "password");
    password.ifPresent(redaction::learn);
    var url =
        secret
            .find("direct", SecretFiles.DIRECT_URL_KEYS.toArray(String[]::new))
            .or(() -> secret.find("url", SecretFiles.URL_KEYS.toArray(String[]::new)));
    var parts = url.isPresent() ? parse(secret, url.get()) : assemble(secret);
    redaction.learn(parts.password());
    var user = secret.find("username", "username", "user").orElse(parts.user());
    if (user == null) {
      throw secret.missing("username (or user)");
    }
    return new ConnectionTarget(
        secret.name(),
        parts.hosts(),
        parts.name() == null ? user : parts.name(),
        user,
        password.orElse(parts.password()),
        kept(parts.parameters(), directory));
  }

  private static DatabaseUrl parse(SecretFiles secret, String url) {
    return DatabaseUrl.parse(url)
        .orElseThrow(() ->
            Ending.refused(
                    Reason.MISSING_SECRET_KEY,
                    "The URL in Secret %s is not one of a PostgreSQL database."
                        .formatted(secret.name()),
                    "Write jdbc:postgresql://host:5432/name or postgresql://host:5432/name, then %s."
                        .formatted(Place.here().retry()))
                .asException());
  }

  private static DatabaseUrl assemble(SecretFiles secret) {
    var host = secret.find("host", "host");
    var database = secret.find("database", "database", "dbname");
    if (host.isEmpty() && database.isEmpty()) {
      throw secret.missing(SecretFiles.wanted());
    }
    if (host.isEmpty() || database.isEmpty()) {
      throw secret.missing(host.isEmpty() ? "host" : "database (or dbname)");
    }
    var port = secret.find("port", "port").map(number -> ":" + number).orElse("");
    return new DatabaseUrl(host.get() + port, database.get(), null, null, Map.of());
  }

  /**
   * A certificate that is named without a folder is a key of the Secret. A statement timeout among
   * the options would hold before the runner sets its own, and could end the session's first
   * questions.
   */
  private static Map<String, String> kept(Map<String, String> parameters, Path directory) {
    var kept = new TreeMap<String, String>();
    parameters.forEach((name, value) -> {
      if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        kept.put(
            NAMES_OF_THE_DRIVER.getOrDefault(name, name),
            FILES.contains(name) ? directory.resolve(value).toString() : value);
      }
    });
    kept.computeIfPresent("options", (name, value) -> value + " -c statement_timeout=0");
    return kept;
  }

  /** The URL without user, password and parameters. */
  public String url() {
    var at = hosts.isEmpty() ? "" : "//" + hosts + "/";
    return "jdbc:postgresql:"
        + at
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The database as people call it. */
  public String display() {
    return (hosts.isEmpty() ? "localhost" : hosts) + "/" + database;
  }

  /** The driver's properties for a session with {@code name}. */
  Properties properties(String name) {
    var properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", name);
    // So it is named from the first moment on, and not by a question of its own.
    properties.setProperty("assumeMinServerVersion", "9.0");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "0");
    properties.setProperty("cancelSignalTimeout", "2");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  @Override
  public String toString() {
    return display();
  }
}
