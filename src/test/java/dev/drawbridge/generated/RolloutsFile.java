package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster with Argo Rollouts needs besides each of the two installations. What holds and
 * guards Rollouts is what holds and guards Deployments, made to match Rollouts, so that the two
 * cannot drift apart.
 */
enum RolloutsFile {
  POLICY("rollouts.yaml", "install.yaml"),
  WEBHOOK("rollouts-webhook.yaml", "install-webhook.yaml");

  private static final Path PART = Path.of("src/main/rollouts/rollouts.yaml");
  private static final Path PARTS = Path.of("src/main/manifests");

  /** The webhooks behind the first of a configuration: of the status, of pods, of their owners. */
  private static final Pattern OTHER_WEBHOOKS =
      Pattern.compile(
          "(?s)(?<=\nwebhooks:\n)((?:#[^\n]*\n)*- name: .*?\n)(?:#[^\n]*\n)*- name: .*");

  private static final String SEEN = "oldObject.?status.?observedGeneration";

  private final String file;
  private final String besides;

  RolloutsFile(String file, String besides) {
    this.file = file;
    this.besides = besides;
  }

  private List<String> parts() {
    return switch (this) {
      case POLICY -> List.of("hold-policy.yaml", "guard-policy.yaml", "warn-policy.yaml");
      case WEBHOOK -> List.of("guard-policy.yaml", "webhook.yaml", "webhook-guard.yaml");
    };
  }

  Path path() {
    return Path.of("manifests", file);
  }

  String content() {
    var made =
        parts().stream()
            .map(name -> read(PARTS.resolve(name)))
            .flatMap(text -> Arrays.stream(text.split("(?m)^---\n", -1)))
            .filter(RolloutsFile::isNeeded)
            .map(RolloutsFile::forRollouts);
    var header =
        """
        # Drawbridge for Argo Rollouts, besides %s: kubectl apply --server-side -f %s
        # The operator must have DRAWBRIDGE_ROLLOUTS=true. Assembled from src/main/rollouts/ and what Deployments have
        # in src/main/manifests/ by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
        """
            .formatted(besides, file);
    return Stream.concat(Stream.of(read(PART)), made)
        .map(document -> "---\n" + document)
        .collect(Collectors.joining("", header, ""));
  }

  /** The webhook's service is there already. */
  private static boolean isNeeded(String document) {
    return !document.contains("name: drawbridge-guard-status\n")
        && !document.contains("\nkind: Service\n");
  }

  /** Of a Rollout's template, nothing needs to be there; the generation it has seen is a text. */
  private static String forRollouts(String document) {
    return OTHER_WEBHOOKS
        .matcher(document)
        .replaceFirst("$1")
        .replace(
            SEEN + ".orValue(0)",
            "(%1$s.orValue(\"\").matches(\"^[0-9]{1,18}$\") ? int(%1$s.orValue(\"0\")) : 0)"
                .formatted(SEEN))
        .replace(
            "apiGroups: [apps], apiVersions: [v1]",
            "apiGroups: [argoproj.io], apiVersions: [v1alpha1]")
        .replace("apiVersion: apps/v1", "apiVersion: argoproj.io/v1alpha1")
        .replace("  name: drawbridge-", "  name: drawbridge-rollouts-")
        .replace("  policyName: drawbridge-", "  policyName: drawbridge-rollouts-")
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
