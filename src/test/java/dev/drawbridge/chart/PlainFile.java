package dev.drawbridge.chart;

import static java.util.Comparator.comparingInt;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is applied without Helm: the chart, rendered, without what is Helm's alone. Two are for the
 * whole cluster, by what holds Deployments there. The one for named namespaces is divided by who
 * can apply it; and what Argo Rollouts need besides has files of its own.
 */
public enum PlainFile {
  INSTALL("install.yaml", Reach.ALL, "all of it"),
  INSTALL_WEBHOOK("install-webhook.yaml", Reach.ALL, "all of it, for Kubernetes older than 1.36"),
  ROLLOUTS("rollouts.yaml", Reach.ALL, "for Argo Rollouts, besides install.yaml"),
  ROLLOUTS_WEBHOOK(
      "rollouts-webhook.yaml", Reach.ALL, "for Argo Rollouts, besides install-webhook.yaml"),
  NAMED_CLUSTER(
      "namespaced/cluster.yaml",
      Reach.CLUSTER,
      "in named namespaces, 1 of 3: what only an administrator of the cluster can apply"),
  NAMED_OPERATOR(
      "namespaced/operator.yaml",
      Reach.OPERATOR,
      "in named namespaces, 2 of 3: the operator, in the namespace drawbridge"),
  NAMED_EACH(
      "namespaced/namespace.yaml",
      Reach.EACH,
      "in named namespaces, 3 of 3: what each of them needs"),
  NAMED_ROLLOUTS_CLUSTER(
      "namespaced/rollouts-cluster.yaml",
      Reach.CLUSTER,
      "for Argo Rollouts in named namespaces, 1 of 2: what only an administrator can apply"),
  NAMED_ROLLOUTS_EACH(
      "namespaced/rollouts-namespace.yaml",
      Reach.EACH,
      "for Argo Rollouts in named namespaces, 2 of 2: what each of them needs");

  /** Written so in every place, so that one command changes all of them. */
  static final String NAMES = "shop,billing";

  private static final Pattern ONLY_HELMS =
      Pattern.compile(
          "(?m)^(# Source: .*| +(app\\.kubernetes\\.io/managed-by: Helm|helm\\.sh/chart: .*))\n");
  private static final Pattern NAMES_ON_LINES = Pattern.compile(" *\n +- shop\n +- billing\n");

  /** Stands where whoever applies it writes who has signed the webhook's certificate. */
  private static final String SIGNER = "U0lHTkVS";

  private static final Document NAMESPACE =
      new Document(
          """
          apiVersion: v1
          kind: Namespace
          metadata:
            name: drawbridge
            labels:
              app.kubernetes.io/name: drawbridge
              pod-security.kubernetes.io/enforce: restricted
          """);

  private final String file;
  private final Reach reach;
  private final String purpose;

  PlainFile(String file, Reach reach, String purpose) {
    this.file = file;
    this.reach = reach;
    this.purpose = purpose;
  }

  /** Where an object is, and so who can apply it. */
  private enum Reach {
    ALL,
    CLUSTER,
    OPERATOR,
    EACH
  }

  public Path path() {
    return Path.of("manifests").resolve(file);
  }

  public String content() {
    var rendered = chart().render().documents();
    return Stream.concat(Stream.of(NAMESPACE), rendered)
        .filter(this::isWanted)
        .sorted(comparingInt(PlainFile::place))
        .map(document -> "---\n" + plain(document.text()))
        .collect(Collectors.joining("", header(), ""));
  }

  private String header() {
    var where = reach == Reach.EACH ? "-n NAME " : "";
    return """
    # Drawbridge, %s.
    # kubectl apply --server-side %s-f %s
    # Rendered from helm/drawbridge by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
    # What each rule is for stands in the comments of helm/drawbridge/files/.
    """
        .formatted(purpose, where, path().getFileName());
  }

  private Chart chart() {
    var values = "crds: {keep: false}\ngate: {rollouts: %s}\n".formatted(isOfRollouts());
    return switch (this) {
      case INSTALL, ROLLOUTS -> Chart.onNew().with(values);
      case INSTALL_WEBHOOK, ROLLOUTS_WEBHOOK ->
          Chart.onOld()
              .with(values + "webhook: {certificate: {from: Secret, caBundle: " + SIGNER + "}}");
      case NAMED_CLUSTER, NAMED_OPERATOR, NAMED_EACH, NAMED_ROLLOUTS_CLUSTER, NAMED_ROLLOUTS_EACH ->
          Chart.onNew().with(values + "namespaces: [" + NAMES + "]");
    };
  }

  private boolean isOfRollouts() {
    return file.contains("rollouts");
  }

  private boolean isWanted(Document document) {
    if (isOfRollouts() && !document.name().startsWith("drawbridge-rollouts")) {
      return false;
    }
    return switch (reach) {
      case ALL -> true;
      case CLUSTER -> document.namespace().isEmpty();
      case OPERATOR -> document.namespace().equals("drawbridge");
      case EACH -> document.namespace().equals("shop");
    };
  }

  /** What others need comes first, and the operator last. */
  private static int place(Document document) {
    return switch (document.kind()) {
      case "CustomResourceDefinition" -> 0;
      case "Namespace" -> 1;
      case "Deployment" -> 3;
      default -> 2;
    };
  }

  private static String plain(String text) {
    return NAMES_ON_LINES
        .matcher(withoutHelm(text))
        .replaceAll(" [" + NAMES + "]\n")
        .replace("caBundle: " + SIGNER, "caBundle: \"\"")
        .replace("  namespace: shop\n", "");
  }

  /** Without what Helm says about itself. */
  static String withoutHelm(String text) {
    return ONLY_HELMS.matcher(text).replaceAll("");
  }
}
