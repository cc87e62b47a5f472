package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Argo Rollouts need besides. What holds and guards Rollouts is what holds and guards
 * Deployments, made to match Rollouts, so that the two cannot drift apart.
 */
final class RolloutsRules {

  private static final Path PART = Path.of("src/main/rollouts/rollouts.yaml");

  /** The webhooks behind the first of a configuration: of the status, of pods, of their owners. */
  private static final Pattern OTHER_WEBHOOKS =
      Pattern.compile(
          "(?s)(?<=\nwebhooks:\n)((?:#[^\n]*\n)*- name: .*?\n)(?:#[^\n]*\n)*- name: .*");

  private static final String SEEN = "oldObject.?status.?observedGeneration";

  private RolloutsRules() {}

  /** Made from the parts that Deployments have. */
  static String of(Stream<String> parts) {
    var made =
        parts
            .flatMap(text -> Arrays.stream(text.split("(?m)^---\n", -1)))
            .filter(RolloutsRules::isNeeded)
            .map(RolloutsRules::forRollouts);
    return Stream.concat(Stream.of(read()), made)
        .map(document -> "---\n" + document)
        .collect(Collectors.joining());
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
        .replace("spec.template.metadata.?", "spec.?template.?metadata.?")
        .replace(
            "spec.template != object.spec.template",
            "spec.?template.orValue({}) != object.spec.?template.orValue({})")
        .replace("deployments", "rollouts")
        .replace("Deployment", "Rollout");
  }

  private static String read() {
    try {
      return Files.readString(PART);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
