package dev.drawbridge.operator;

import dev.drawbridge.act.OwnRights;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the operator must be allowed, as its roles in {@code rbac.yaml} say it. It is asked for only
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

  /** All of them, as in {@code list batch jobs}. */
  static Stream<String> all() {
    return Stream.of(IN_THE_NAMESPACES, WHERE_THE_LEASE_IS)
        .flatMap(NeededRights::needs)
        .map(Need::toString);
  }

  /** Those that are not given, and where. */
  List<String> missing() {
    var everywhere = configuration.namespaces().isEmpty();
    var namespaces = everywhere ? Stream.of("") : configuration.namespaces().stream().sorted();
    var ofTheLease =
        configuration.leaderElection()
            ? missing(WHERE_THE_LEASE_IS, configuration.podNamespace())
            : Stream.<String>of();
    return Stream.concat(
            namespaces.flatMap(namespace -> missing(IN_THE_NAMESPACES, namespace)), ofTheLease)
        .toList();
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
