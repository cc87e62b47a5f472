package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds that the server knows: those built in, and those that CRDs add and take away. */
final class ResourceTypes {

  private static final ResourceType DEFINITION =
      new ResourceType(
          "apiextensions.k8s.io",
          "v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false,
          true,
          false,
          "crd");

  private final List<ResourceType> types = new CopyOnWriteArrayList<>(builtIn());

  private static List<ResourceType> builtIn() {
    var known = new ArrayList<ResourceType>();
    known.add(new ResourceType("", "v1", "Namespace", "namespaces", false, true, false, "ns"));
    known.add(withStatus("", "v1", "Pod", "pods"));
    known.add(withStatus("", "v1", "Service", "services"));
    known.add(withStatus("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"));
    known.add(plain("", "v1", "ConfigMap", "configmaps"));
    known.add(plain("", "v1", "Secret", "secrets"));
    known.add(plain("", "v1", "Event", "events"));
    known.add(plain("", "v1", "ServiceAccount", "serviceaccounts"));
    known.add(plain("events.k8s.io", "v1", "Event", "events"));
    known.add(plain("coordination.k8s.io", "v1", "Lease", "leases"));
    known.add(withStatus("apps", "v1", "Deployment", "deployments"));
    known.add(withStatus("apps", "v1", "ReplicaSet", "replicasets"));
    known.add(withStatus("apps", "v1", "StatefulSet", "statefulsets"));
    known.add(withStatus("apps", "v1", "DaemonSet", "daemonsets"));
    known.add(withStatus("batch", "v1", "Job", "jobs"));
    known.add(withStatus("batch", "v1", "CronJob", "cronjobs"));
    known.add(withStatus("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"));
    known.add(plain("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"));
    known.add(plain("rbac.authorization.k8s.io", "v1", "Role", "roles"));
    known.add(plain("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"));
    known.add(clusterWide("rbac.authorization.k8s.io", "ClusterRole", "clusterroles"));
    known.add(
        clusterWide("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings"));
    for (var word : List.of("Mutating", "Validating")) {
      known.add(admission(word + "AdmissionPolicy", "admissionpolicies"));
      known.add(admission(word + "AdmissionPolicyBinding", "admissionpolicybindings"));
      known.add(admission(word + "WebhookConfiguration", "webhookconfigurations"));
    }
    known.add(DEFINITION);
    return known;
  }

  private static String shortNameOf(String plural) {
    return switch (plural) {
      case "pods" -> "po";
      case "services" -> "svc";
      case "configmaps" -> "cm";
      case "events" -> "ev";
      case "deployments" -> "deploy";
      case "replicasets" -> "rs";
      case "statefulsets" -> "sts";
      default -> "";
    };
  }

  private static ResourceType plain(String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, true, false, false, shortNameOf(plural));
  }

  private static ResourceType withStatus(String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, true, true, false, shortNameOf(plural));
  }

  private static ResourceType clusterWide(String group, String kind, String plural) {
    return new ResourceType(group, "v1", kind, plural, false, false, false, "");
  }

  private static ResourceType admission(String kind, String pluralEnd) {
    var start = kind.startsWith("Mutating") ? "mutating" : "validating";
    return clusterWide("admissionregistration.k8s.io", kind, start + pluralEnd);
  }

  Optional<ResourceType> find(String group, String version, String plural) {
    return types.stream()
        .filter(type -> type.is(group, plural) && type.version().equals(version))
        .findFirst();
  }

  ResourceType required(String group, String plural) {
    return types.stream().filter(type -> type.is(group, plural)).findFirst().orElseThrow();
  }

  List<ResourceType> all() {
    return List.copyOf(types);
  }

  /** Takes note of the kinds that a CustomResourceDefinition brings. */
  void define(ObjectNode definition) {
    forget(definition);
    var spec = definition.path("spec");
    for (var version : spec.path("versions")) {
      types.add(
          new ResourceType(
              spec.path("group").asText(),
              version.path("name").asText(),
              spec.path("names").path("kind").asText(),
              spec.path("names").path("plural").asText(),
              spec.path("scope").asText().equals("Namespaced"),
              version.path("subresources").has("status"),
              true,
              spec.path("names").path("shortNames").path(0).asText("")));
    }
  }

  void forget(ObjectNode definition) {
    var spec = definition.path("spec");
    types.removeIf(type ->
        type.isCustom()
            && type.is(spec.path("group").asText(), spec.path("names").path("plural").asText()));
  }
}
