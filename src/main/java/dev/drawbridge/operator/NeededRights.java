package dev.drawbridge.operator;

import dev.drawbridge.act.OwnRights;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the operator must be allowed, as the roles of its installation say it. It is asked for only
 * after a refusal, to name all that is missing at once.
 */
record NeededRights(OwnRights rights, Configuration configuration) {

  /** One line for each group: its resources, and the verbs. */
  private static final List<String> IN_THE_NAMESPACES =
      List.of(
          "drawbridge.dev migrations,rollbacks get,list,watch,patch",
          "drawbridge.dev rollbacks create",
          "drawbridge.dev migrations/status,rollbacks/status update",
          "drawbridge.dev migrations/finalizers,rollbacks/finalizers update",
          "batch jobs get,list,watch,create,patch,delete",
          "core pods get,list,watch,patch",
          "core events list,watch,create",
          "core configmaps get,list,watch",
          "apps deployments get,list,watch,patch",
          "apps replicasets list",
          "apps statefulsets,daemonsets get,patch",
          "batch cronjobs get,patch");

  private static final List<String> WHERE_THE_LEASE_IS =
      List.of("coordination.k8s.io leases get,create,patch,update");

  private static final List<String> OF_ROLLOUTS =
      List.of("argoproj.io rollouts get,list,watch,patch");

  /** Asked for in no namespace. */
  private static final List<String> OF_THE_WEBHOOK =
      List.of("authorization.k8s.io subjectaccessreviews create");

  /** A right, as in {@code list batch jobs}. */
  private record Need(String verb, String group, String resource) {

    ResourceAttributes in(String namespace) {
      var parts = resource.split("/", -1);
      return new ResourceAttributesBuilder()
          .withVerb(verb)
          .withGroup(group.equals("core") ? "" : group)
          .withResource(parts[0])
          .withSubresource(parts.length > 1 ? parts[1] : null)
          .withNamespace(namespace.isEmpty() ? null : namespace)
          .build();
    }

    @Override
    public String toString() {
      return "%s %s %s".formatted(verb, group, resource);
    }
  }

  /** Those that each operator needs, as in {@code list batch jobs}. */
  static Stream<String> ofAll() {
    return words(Stream.of(IN_THE_NAMESPACES, WHERE_THE_LEASE_IS));
  }

  static Stream<String> ofRollouts() {
    return words(Stream.of(OF_ROLLOUTS));
  }

  static Stream<String> ofTheWebhook() {
    return words(Stream.of(OF_THE_WEBHOOK));
  }

  private static Stream<String> words(Stream<List<String>> groups) {
    return groups.flatMap(NeededRights::needs).map(Need::toString);
  }

  /** Those that are not given, and where. */
  List<String> missing() {
    var everywhere = configuration.namespaces().isEmpty();
    var namespaces = everywhere ? Stream.of("") : configuration.namespaces().stream().sorted();
    var ofTheLease =
        configuration.leaderElection()
            ? missing(WHERE_THE_LEASE_IS, configuration.podNamespace())
            : Stream.<String>of();
    var ofTheWebhook =
        configuration.webhook().isPresent() ? missing(OF_THE_WEBHOOK, "") : Stream.<String>of();
    return Stream.of(namespaces.flatMap(this::missingIn), ofTheLease, ofTheWebhook)
        .flatMap(Function.identity())
        .toList();
  }

  private Stream<String> missingIn(String namespace) {
    var ofRollouts =
        configuration.rollouts() ? missing(OF_ROLLOUTS, namespace) : Stream.<String>of();
    return Stream.concat(missing(IN_THE_NAMESPACES, namespace), ofRollouts);
  }

  private Stream<String> missing(List<String> lines, String namespace) {
    var where = namespace.isEmpty() ? "in all namespaces" : "in the namespace " + namespace;
    return needs(lines)
        .filter(need -> !rights.areGiven(need.in(namespace)))
        .map(need -> "%s %s".formatted(need, where));
  }

  private static Stream<Need> needs(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .flatMap(parts ->
            Arrays.stream(parts[1].split(",", -1))
                .flatMap(resource ->
                    Arrays.stream(parts[2].split(",", -1))
                        .map(verb -> new Need(verb, parts[0], resource))));
  }

  /** What is missing, and what to do about it. */
  static String sentence(List<String> missing) {
    return "the operator lacks these rights: %s. Apply the roles of its installation again, and see that they are bound to its service account"
        .formatted(String.join("; ", missing));
  }
}
