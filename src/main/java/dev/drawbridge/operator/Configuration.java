package dev.drawbridge.operator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The operator's configuration, from its environment.
 *
 * @param runnerImage the image of the runs' pods: Drawbridge's own
 * @param pullPolicy when that image is pulled
 * @param namespaces those that are watched; all if empty
 * @param port of health and metrics, 0 for any free one
 * @param leaderElection whether only the holder of a lease works
 * @param runsAtOnce how many runs may be under way at once
 * @param rollouts whether Argo Rollouts are released as well
 * @param podName this process's own pod
 * @param podNamespace where the lease is
 * @param webhook where admission reviews are answered; empty if the API server holds Deployments by
 *     itself
 */
public record Configuration(
    String runnerImage,
    String pullPolicy,
    Set<String> namespaces,
    int port,
    boolean leaderElection,
    int runsAtOnce,
    boolean rollouts,
    String podName,
    String podNamespace,
    Optional<Serving> webhook) {

  /**
   * How the webhook is served.
   *
   * @param port 0 for any free one
   * @param certificates the folder with its certificate and key
   */
  public record Serving(int port, Path certificates) {}

  /** The image of the runs' pods: Drawbridge's own. Required. */
  static final String RUNNER_IMAGE = "DRAWBRIDGE_RUNNER_IMAGE";

  /**
   * When that image is pulled: {@code Always}, {@code IfNotPresent} or {@code Never}. Default:
   * {@code IfNotPresent}.
   */
  static final String PULL_POLICY = "DRAWBRIDGE_RUNNER_IMAGE_PULL_POLICY";

  /** The namespaces that are watched, joined by commas. Default: all. */
  static final String NAMESPACES = "DRAWBRIDGE_NAMESPACES";

  /** The port of health and metrics; 0 is any free one. Default: {@code 8080}. */
  static final String PORT = "DRAWBRIDGE_HTTP_PORT";

  /**
   * Whether only the holder of a lease works: {@code true} or {@code false}. Default: {@code true}.
   */
  static final String LEADER_ELECTION = "DRAWBRIDGE_LEADER_ELECTION";

  /** How many runs may be under way at once, from 1 to 1000. Default: {@code 8}. */
  static final String RUNS_AT_ONCE = "DRAWBRIDGE_RUNS_AT_ONCE";

  /**
   * Whether Argo Rollouts are released as well: {@code true} or {@code false}. Default: {@code
   * false}.
   */
  static final String ROLLOUTS = "DRAWBRIDGE_ROLLOUTS";

  /** The port of the admission webhook; 0 is any free one. Default: {@code 9443}. */
  static final String WEBHOOK_PORT = "DRAWBRIDGE_WEBHOOK_PORT";

  /**
   * The folder with {@code tls.crt} and {@code tls.key}, in PEM, with which the admission webhook
   * is served. Default: no webhook.
   */
  static final String WEBHOOK_CERTIFICATES = "DRAWBRIDGE_WEBHOOK_CERTIFICATES";

  /** The operator's own pod, by the downward API. Required. */
  static final String POD_NAME = "POD_NAME";

  /** The namespace of that pod, in which the lease is. Required. */
  static final String POD_NAMESPACE = "POD_NAMESPACE";

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  public Configuration {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Reads {@code environment}.
   *
   * @throws IllegalArgumentException naming every problem, not only the first
   */
  public static Configuration of(Map<String, String> environment) {
    var reader = new Reader(environment, new ArrayList<>());
    var configuration =
        new Configuration(
            reader.required(RUNNER_IMAGE),
            reader.optional(
                PULL_POLICY,
                "IfNotPresent",
                "one of Always, IfNotPresent and Never",
                Configuration::pullPolicy),
            reader.optional(NAMESPACES, Set.of(), "names joined by commas", Configuration::names),
            reader.optional(PORT, 8080, "a number from 0 to 65535", text -> number(text, 0, 65535)),
            reader.optional(LEADER_ELECTION, true, "true or false", Configuration::truth),
            reader.optional(
                RUNS_AT_ONCE, 8, "a number from 1 to 1000", text -> number(text, 1, 1000)),
            reader.optional(ROLLOUTS, false, "true or false", Configuration::truth),
            reader.required(POD_NAME),
            reader.required(POD_NAMESPACE),
            webhook(reader));
    if (!reader.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration is not usable: " + String.join("; ", reader.problems));
    }
    return configuration;
  }

  private static Optional<Serving> webhook(Reader reader) {
    var port =
        reader.optional(
            WEBHOOK_PORT, 9443, "a number from 0 to 65535", text -> number(text, 0, 65535));
    var certificates =
        reader.optional(
            WEBHOOK_CERTIFICATES,
            Path.of(""),
            "an absolute path",
            text -> Optional.of(text).filter(path -> path.startsWith("/")).map(Path::of));
    if (reader.isSet(WEBHOOK_PORT) && !reader.isSet(WEBHOOK_CERTIFICATES)) {
      reader.problems.add(
          "%s is set, but %s is not: without a certificate there is no webhook"
              .formatted(WEBHOOK_PORT, WEBHOOK_CERTIFICATES));
    }
    return reader.isSet(WEBHOOK_CERTIFICATES)
        ? Optional.of(new Serving(port, certificates))
        : Optional.empty();
  }

  private static Optional<String> pullPolicy(String text) {
    return Optional.of(text).filter(PULL_POLICIES::contains);
  }

  private static Optional<Set<String>> names(String text) {
    return Optional.of(
        new TreeSet<>(
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList()));
  }

  private static Optional<Boolean> truth(String text) {
    return Optional.of(text).filter(Set.of("true", "false")::contains).map(Boolean::parseBoolean);
  }

  private static Optional<Integer> number(String text, int least, int most) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .filter(number -> number >= least && number <= most);
  }

  private record Reader(Map<String, String> environment, List<String> problems) {

    boolean isSet(String name) {
      return !environment.getOrDefault(name, "").isBlank();
    }

    String required(String name) {
      var text = environment.getOrDefault(name, "").strip();
      if (text.isEmpty()) {
        problems.add(name + " is not set");
      }
      return text;
    }

    <T> T optional(String name, T otherwise, String form, Function<String, Optional<T>> read) {
      var text = environment.getOrDefault(name, "").strip();
      if (text.isEmpty()) {
        return otherwise;
      }
      var value = read.apply(text);
      if (value.isEmpty()) {
        problems.add("%s is %s, and must be %s".formatted(name, text, form));
      }
      return value.orElse(otherwise);
    }
  }
}
