package dev.drawbridge.generated;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The installation for named namespaces, made from the same parts as the one for the whole cluster:
 * one file for what takes rights in the whole cluster, one for the operator, and one for each of
 * the namespaces.
 */
final class NamespacedFiles {

  static final Path FOLDER = Path.of("manifests/namespaced");
  static final String CLUSTER = "cluster.yaml";
  static final String OPERATOR = "operator.yaml";
  static final String NAMESPACE = "namespace.yaml";

  /** Written so in every place, so that one command changes all of them. */
  static final String NAMES = "shop,billing";

  private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
  private static final String MADE =
      "# Assembled from crds/ and src/main/manifests/ by ./mvnw test -Dtest=GeneratedFilesTest"
          + " -Dwrite\n";
  private static final Map<String, String> HEADERS =
      Map.of(
          CLUSTER,
          "# Drawbridge in named namespaces, 1 of 3: what only an administrator of the cluster can"
              + " apply.\n",
          OPERATOR,
          "# Drawbridge in named namespaces, 2 of 3: the operator, in the namespace drawbridge.\n",
          NAMESPACE,
          "# Drawbridge in named namespaces, 3 of 3, for each of them: kubectl apply -n NAME -f"
              + " namespace.yaml\n");
  private static final String SELECTION =
      """
        matchResources:
          namespaceSelector:
            matchExpressions:
            - {key: kubernetes.io/metadata.name, operator: In, values: [%s]}
      """
          .formatted(NAMES);
  private static final String BEFORE_PORTS = "        ports:\n";
  private static final String VARIABLE =
      "        - {name: DRAWBRIDGE_NAMESPACES, value: \"%s\"}\n".formatted(NAMES);

  private NamespacedFiles() {}

  static List<String> names() {
    return List.of(CLUSTER, OPERATOR, NAMESPACE);
  }

  static String content(String file) {
    var documents =
        Arrays.stream(InstallFile.POLICY.content().split("(?m)^---\n", -1))
            .skip(1)
            .filter(document -> fileOf(document).equals(file))
            .map(NamespacedFiles::narrowed);
    return HEADERS.get(file)
        + MADE
        + documents.map(document -> "---\n" + document).collect(Collectors.joining());
  }

  private static String fileOf(String document) {
    return switch (kind(document)) {
      case "Namespace",
          "CustomResourceDefinition",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding" ->
          CLUSTER;
      case "ServiceAccount", "Role", "RoleBinding", "Deployment", "Service" -> OPERATOR;
      case "ClusterRole", "ClusterRoleBinding" -> NAMESPACE;
      case String other ->
          throw new IllegalStateException("in which namespace or none is a " + other + "?");
    };
  }

  private static String narrowed(String document) {
    return switch (kind(document)) {
      case "MutatingAdmissionPolicyBinding", "ValidatingAdmissionPolicyBinding" ->
          document + SELECTION;
      case "ClusterRole", "ClusterRoleBinding" ->
          document.replace("kind: ClusterRole", "kind: Role");
      case "Deployment" -> document.replace(BEFORE_PORTS, VARIABLE + BEFORE_PORTS);
      default -> document;
    };
  }

  private static String kind(String document) {
    var matcher = KIND.matcher(document);
    if (!matcher.find()) {
      throw new IllegalStateException("a document without a kind: " + document);
    }
    return matcher.group(1);
  }
}
