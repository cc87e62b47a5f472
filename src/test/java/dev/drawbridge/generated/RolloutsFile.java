package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster with Argo Rollouts needs besides. Its policies are those for Deployments, made to
 * match Rollouts, so that the two cannot drift apart.
 */
final class RolloutsFile {

  static final Path PATH = Path.of("manifests/rollouts.yaml");

  private static final Path PART = Path.of("src/main/rollouts/rollouts.yaml");
  private static final List<String> POLICIES =
      List.of("hold-policy.yaml", "guard-policy.yaml", "warn-policy.yaml");
  private static final String HEADER =
      """
      # Drawbridge for Argo Rollouts, besides install.yaml: kubectl apply --server-side -f rollouts.yaml
      # The operator must have DRAWBRIDGE_ROLLOUTS=true. Assembled from src/main/rollouts/ and the policies for
      # Deployments by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
      """;

  private RolloutsFile() {}

  static String content() {
    var policies =
        POLICIES.stream()
            .map(name -> read(Path.of("src/main/manifests", name)))
            .flatMap(text -> Arrays.stream(text.split("(?m)^---\n", -1)))
            .filter(Predicate.not(RolloutsFile::isOfStatus))
            .map(RolloutsFile::forRollouts);
    return HEADER
        + Stream.concat(Stream.of(read(PART)), policies)
            .map(part -> "---\n" + part)
            .collect(Collectors.joining());
  }

  /** Through the status of a custom resource, no annotation can be changed. */
  private static boolean isOfStatus(String document) {
    return document.contains("name: drawbridge-guard-status\n");
  }

  /** Of a Rollout's template, nothing needs to be there. */
  private static String forRollouts(String document) {
    return document
        .replace(
            "apiGroups: [apps], apiVersions: [v1]",
            "apiGroups: [argoproj.io], apiVersions: [v1alpha1]")
        .replace("apiVersion: apps/v1", "apiVersion: argoproj.io/v1alpha1")
        .replace("ame: drawbridge-", "ame: drawbridge-rollouts-")
        .replace("spec.template.metadata.?annotations", "spec.?template.?metadata.?annotations")
        .replace(
            "spec.template != object.spec.template",
            "spec.?template.orValue({}) != object.spec.?template.orValue({})")
        .replace("deployments", "rollouts")
        .replace("Deployment", "Rollout");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
