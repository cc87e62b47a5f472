package dev.drawbridge.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How far along a custom resource is, by the public rules of kstatus: what Flux, Helm and kpt wait
 * for. Only what applies to kinds that kstatus does not know by name.
 */
enum Kstatus {
  TERMINATING,
  IN_PROGRESS,
  FAILED,
  CURRENT;

  static Kstatus of(JsonNode resource) {
    if (resource.at("/metadata").hasNonNull("deletionTimestamp")) {
      return TERMINATING;
    }
    return isOfAnOlderGeneration(resource)
        ? IN_PROGRESS
        : byConditions(resource.at("/status/conditions"));
  }

  /** A status that does not say of which generation it is counts as one of this generation. */
  private static boolean isOfAnOlderGeneration(JsonNode resource) {
    var generation = resource.at("/metadata/generation");
    var observed = resource.at("/status/observedGeneration");
    return !generation.isMissingNode()
        && !observed.isMissingNode()
        && generation.asLong() != observed.asLong();
  }

  private static Kstatus byConditions(JsonNode conditions) {
    for (var condition : conditions) {
      var type = condition.path("type").asText();
      var holds = condition.path("status").asText().equals("True");
      if (holds && type.equals("Reconciling")) {
        return IN_PROGRESS;
      }
      if (holds && type.equals("Stalled")) {
        return FAILED;
      }
    }
    return byReady(conditions).orElse(CURRENT);
  }

  private static Optional<Kstatus> byReady(JsonNode conditions) {
    for (var condition : conditions) {
      if (condition.path("type").asText().equals("Ready")) {
        return Optional.of(
            condition.path("status").asText().equals("True") ? CURRENT : IN_PROGRESS);
      }
    }
    return Optional.empty();
  }
}
