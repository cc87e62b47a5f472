package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Helm chart takes from the code: the CRDs, and the rights and rules of {@code
 * src/main/manifests}, which stand beside the Java that says the same.
 */
enum ChartFile {
  CRDS("crds.yaml"),
  POLICY("policy.yaml"),
  WEBHOOK("webhook.yaml"),
  ROLLOUTS_POLICY("rollouts-policy.yaml"),
  ROLLOUTS_WEBHOOK("rollouts-webhook.yaml");

  private static final Path PARTS = Path.of("src/main/manifests");
  private static final Path FOLDER = Path.of("helm/drawbridge/files");
  private static final String HEADER =
      "# Part of the chart, made from %s by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite\n";

  private final String file;

  ChartFile(String file) {
    this.file = file;
  }

  Path path() {
    return FOLDER.resolve(file);
  }

  String content() {
    return switch (this) {
      case CRDS ->
          HEADER.formatted("crds/")
              + Stream.of(CustomResourceFile.values())
                  .map(CustomResourceFile::content)
                  .map(document -> "---\n" + document)
                  .collect(Collectors.joining());
      case POLICY, WEBHOOK ->
          HEADER.formatted(PARTS + "/")
              + parts().stream().map(part -> "---\n" + read(part)).collect(Collectors.joining());
      case ROLLOUTS_POLICY, ROLLOUTS_WEBHOOK ->
          HEADER.formatted("src/main/rollouts/ and src/main/manifests/")
              + RolloutsRules.of(parts().stream().map(ChartFile::read));
    };
  }

  private List<String> parts() {
    return switch (this) {
      case CRDS -> List.of();
      case POLICY ->
          List.of(
              "rbac.yaml",
              "hold-policy.yaml",
              "guard-policy.yaml",
              "pods-policy.yaml",
              "pods-guard-policy.yaml",
              "warn-policy.yaml",
              "ungated-policy.yaml",
              "approval-policy.yaml",
              "requester-policy.yaml",
              "quiesce-policy.yaml",
              "approval-guard-policy.yaml",
              "requester-guard-policy.yaml",
              "quiesce-guard-policy.yaml");
      case WEBHOOK ->
          List.of(
              "rbac.yaml",
              "rbac-webhook.yaml",
              "guard-policy.yaml",
              "pods-guard-policy.yaml",
              "ungated-policy.yaml",
              "approval-guard-policy.yaml",
              "requester-guard-policy.yaml",
              "quiesce-guard-policy.yaml",
              "webhook.yaml",
              "webhook-guard.yaml");
      case ROLLOUTS_POLICY ->
          List.of(
              "hold-policy.yaml", "guard-policy.yaml", "warn-policy.yaml", "ungated-policy.yaml");
      case ROLLOUTS_WEBHOOK ->
          List.of("guard-policy.yaml", "ungated-policy.yaml", "webhook.yaml", "webhook-guard.yaml");
    };
  }

  /** The parts that are there, of which none may be forgotten. */
  static List<String> partsThatAreThere() throws IOException {
    try (Stream<Path> files = Files.list(PARTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static List<String> partsThatAreInstalled() {
    return Stream.of(values()).flatMap(file -> file.parts().stream()).distinct().sorted().toList();
  }

  private static String read(String part) {
    try {
      return Files.readString(PARTS.resolve(part));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
