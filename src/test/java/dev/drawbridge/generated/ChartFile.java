package dev.drawbridge.generated;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the Helm chart takes over from the manifests as it is, so that the two cannot differ: all
 * but the namespace, which Helm makes, and the operator's Deployment, which has many values.
 */
enum ChartFile {
  CRDS("crds.yaml"),
  POLICY("policy.yaml"),
  WEBHOOK("webhook.yaml"),
  ROLLOUTS_POLICY("rollouts-policy.yaml"),
  ROLLOUTS_WEBHOOK("rollouts-webhook.yaml");

  private static final Path FOLDER = Path.of("helm/drawbridge/files");
  private static final String HEADER =
      "# Part of the chart, made from the parts of manifests/ by ./mvnw test"
          + " -Dtest=GeneratedFilesTest -Dwrite\n";

  private final String file;

  ChartFile(String file) {
    this.file = file;
  }

  Path path() {
    return FOLDER.resolve(file);
  }

  String content() {
    return Arrays.stream(whole().split("(?m)^---\n", -1))
        .skip(1)
        .filter(this::isWanted)
        .map(document -> "---\n" + document)
        .collect(Collectors.joining("", HEADER, ""));
  }

  private String whole() {
    return switch (this) {
      case CRDS, POLICY -> InstallFile.POLICY.content();
      case WEBHOOK -> InstallFile.WEBHOOK.content();
      case ROLLOUTS_POLICY -> RolloutsFile.POLICY.content();
      case ROLLOUTS_WEBHOOK -> RolloutsFile.WEBHOOK.content();
    };
  }

  private boolean isWanted(String document) {
    return switch (NamespacedFile.kind(document)) {
      case "CustomResourceDefinition" -> this == CRDS;
      case "Namespace", "Deployment" -> false;
      case String other -> this != CRDS;
    };
  }
}
