package dev.drawbridge.runner.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL of a PostgreSQL database in either writing: {@code jdbc:postgresql://…} or libpq's {@code
 * postgres://user:password@host/name}. Taken apart here, not by the driver, so that no parameter of
 * it overrules the runner's own.
 *
 * @param hosts hosts with their ports, separated by commas; empty for the driver's default
 */
public record DatabaseUrl(
    String hosts,
    @Nullable String name,
    @Nullable String user,
    @Nullable String password,
    Map<String, String> parameters) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:postgresql|postgres(?:ql)?):(?://(?:([^/?#@]*(?:@[^/?#@]*)*)@)?([^/?#@]*))?/?([^?#]*)(?:\\?(.*))?",
          Pattern.DOTALL);

  /**
   * Where one server of several is.
   *
   * @param host without the brackets of an address
   */
  public record Place(String host, String port) {

    private static Place of(String written) {
      var host = PORT.matcher(written).replaceFirst("");
      return new Place(
          host.isEmpty() ? "localhost" : host.replaceAll("[\\[\\]]", ""),
          host.equals(written) ? USUAL_PORT : written.substring(host.length() + 1));
    }
  }

  private static final Pattern PORT = Pattern.compile(":[0-9]+$");
  private static final String USUAL_PORT = "5432";

  public DatabaseUrl {
    parameters = Map.copyOf(parameters);
  }

  /** The parts of {@code url}; empty if it is not the URL of a PostgreSQL database. */
  public static Optional<DatabaseUrl> parse(String url) {
    var parts = FORM.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var parameters = parameters(parts.group(4));
    var user = parts.group(1);
    var colon = user == null ? -1 : user.indexOf(':');
    var jdbcPassword = parameters.remove("password");
    var jdbcUser = parameters.remove("user");
    var hosts = parts.group(2) == null ? "" : parts.group(2);
    return Optional.of(
        new DatabaseUrl(
            hosts.isEmpty() ? hostOf(parameters) : hosts,
            firstText(decode(parts.group(3)), parameters.remove("dbname")),
            firstText(
                user == null ? "" : decode(colon < 0 ? user : user.substring(0, colon)), jdbcUser),
            firstText(
                user == null || colon < 0 ? "" : decode(user.substring(colon + 1)), jdbcPassword),
            parameters));
  }

  /** Each of {@code hosts}, which are written as in a URL; what is not written is the usual. */
  public static List<Place> places(String hosts) {
    return Arrays.stream(hosts.split(",", -1)).map(Place::of).toList();
  }

  private static String hostOf(Map<String, String> parameters) {
    var host = parameters.remove("host");
    var port = parameters.remove("port");
    return host == null ? "" : port == null ? host : host + ":" + port;
  }

  private static @Nullable String firstText(String first, @Nullable String second) {
    return first.isEmpty() ? second : first;
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new LinkedHashMap<String, String>();
    if (query != null) {
      for (var parameter : query.split("&", -1)) {
        var equals = parameter.indexOf('=');
        if (equals > 0) {
          parameters.put(parameter.substring(0, equals), decode(parameter.substring(equals + 1)));
        }
      }
    }
    return parameters;
  }

  /** A plus sign stands for itself in these URLs. What is not well encoded is taken as it is. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
