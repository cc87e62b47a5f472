package dev.drawbridge.generated;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The installation for named namespaces, made from the same parts as the one for the whole cluster
 * and divided by who can apply them: what takes rights in the whole cluster, the operator, and what
 * each of the namespaces needs. What Rollouts need besides is divided in the same way.
 */
enum NamespacedFile {
  CLUSTER(
      "cluster.yaml", Reach.CLUSTER, "1 of 3: what only an administrator of the cluster can apply"),
  OPERATOR("operator.yaml", Reach.OPERATOR, "2 of 3: the operator, in the namespace drawbridge"),
  NAMESPACE(
      "namespace.yaml",
      Reach.NAMESPACE,
      "3 of 3, for each of them: kubectl apply -n NAME -f namespace.yaml"),
  ROLLOUTS_CLUSTER(
      "rollouts-cluster.yaml",
      Reach.CLUSTER,
      "for Argo Rollouts, 1 of 2: what only an administrator of the cluster can apply"),
  ROLLOUTS_NAMESPACE(
      "rollouts-namespace.yaml",
      Reach.NAMESPACE,
      "for Argo Rollouts, 2 of 2, for each of them: kubectl apply -n NAME -f rollouts-namespace.yaml");

  /** Written so in every place, so that one command changes all of them. */
  static final String NAMES = "shop,billing";

  private static final Path FOLDER = Path.of("manifests/namespaced");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
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

  private final String file;
  private final Reach reach;
  private final String purpose;

  NamespacedFile(String file, Reach reach, String purpose) {
    this.file = file;
    this.reach = reach;
    this.purpose = purpose;
  }

  /** Where an object is, and so who can apply it. */
  private enum Reach {
    CLUSTER,
    OPERATOR,
    NAMESPACE
  }

  /** The files that {@code whole} is divided into. */
  static Stream<NamespacedFile> partsOf(String whole) {
    return Arrays.stream(values()).filter(file -> file.whole().equals(whole));
  }

  Path path() {
    return FOLDER.resolve(file);
  }

  String content() {
    var header =
        """
        # Drawbridge in named namespaces, %s.
        # Assembled from the parts of manifests/ by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
        """
            .formatted(purpose);
    return Arrays.stream(whole().split("(?m)^---\n", -1))
        .skip(1)
        .filter(document -> reachOf(document) == reach)
        .map(document -> "---\n" + narrowed(document))
        .collect(Collectors.joining("", header, ""));
  }

  private String whole() {
    return switch (this) {
      case CLUSTER, OPERATOR, NAMESPACE -> InstallFile.POLICY.content();
      case ROLLOUTS_CLUSTER, ROLLOUTS_NAMESPACE -> RolloutsFile.POLICY.content();
    };
  }

  private static Reach reachOf(String document) {
    return switch (kind(document)) {
      case "Namespace",
          "CustomResourceDefinition",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding" ->
          Reach.CLUSTER;
      case "ServiceAccount", "Role", "RoleBinding", "Deployment", "Service" -> Reach.OPERATOR;
      case "ClusterRole", "ClusterRoleBinding" -> Reach.NAMESPACE;
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

  /** What a document of a manifest is. */
  static String kind(String document) {
    var matcher = KIND.matcher(document);
    if (!matcher.find()) {
      throw new IllegalStateException("a document without a kind: " + document);
    }
    return matcher.group(1);
  }
}
