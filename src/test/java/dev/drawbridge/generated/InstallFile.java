package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a cluster needs, in one file, in the order in which it can be applied: what
 * others refer to comes first, and the operator last. There are two: what holds Deployments is the
 * API server itself, or the operator's webhook.
 */
enum InstallFile {
  POLICY("install.yaml"),
  WEBHOOK("install-webhook.yaml");

  private static final Path PARTS = Path.of("src/main/manifests");

  private final String file;

  InstallFile(String file) {
    this.file = file;
  }

  private List<String> parts() {
    return switch (this) {
      case POLICY ->
          List.of(
              "namespace.yaml",
              "rbac.yaml",
              "hold-policy.yaml",
              "guard-policy.yaml",
              "pods-policy.yaml",
              "pods-guard-policy.yaml",
              "warn-policy.yaml",
              "approval-policy.yaml",
              "requester-policy.yaml",
              "approval-guard-policy.yaml",
              "requester-guard-policy.yaml",
              "operator.yaml");
      case WEBHOOK ->
          List.of(
              "namespace.yaml",
              "rbac.yaml",
              "rbac-webhook.yaml",
              "guard-policy.yaml",
              "pods-guard-policy.yaml",
              "approval-guard-policy.yaml",
              "requester-guard-policy.yaml",
              "operator.yaml",
              "webhook.yaml",
              "webhook-guard.yaml");
    };
  }

  /** A part as this file needs it. */
  private String fitted(String part) {
    return switch (this) {
      case POLICY -> part;
      case WEBHOOK -> WebhookFitting.fit(part);
    };
  }

  Path path() {
    return Path.of("manifests", file);
  }

  String content() {
    var contents =
        Stream.concat(
            Stream.of(CustomResourceFile.values()).map(CustomResourceFile::content),
            parts().stream().map(InstallFile::part));
    var header =
        """
        # Drawbridge, all of it: kubectl apply --server-side -f %s
        # Assembled from crds/ and src/main/manifests/ by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
        """
            .formatted(file);
    return header + contents.map(part -> "---\n" + fitted(part)).collect(Collectors.joining());
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

  private static String part(String name) {
    try {
      return Files.readString(PARTS.resolve(name));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
