package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rule that each step has a history of its own. Two steps with one history would each find the
 * other's scripts missing, in every run from then on.
 */
final class SharedHistory {

  private SharedHistory() {}

  /**
   * The first two steps that would share a history, if there are such.
   *
   * @param schemas by the place of each step the schema that holds its history
   */
  static Optional<Ending> problem(SortedMap<Integer, String> schemas) {
    Map<String, Integer> stepOfSchema = new HashMap<>();
    for (var step : schemas.entrySet()) {
      var earlier = stepOfSchema.putIfAbsent(step.getValue(), step.getKey());
      if (earlier != null) {
        return Optional.of(ending(earlier, step.getKey(), step.getValue()));
      }
    }
    return Optional.empty();
  }

  private static Ending ending(int first, int second, String schema) {
    return Ending.refused(
        Reason.UNSUPPORTED_SPEC,
        "spec.migrate[%d] and spec.migrate[%d] both keep their history in schema %s, where each would find the other's scripts missing. Put their ConfigMaps into one step, or give one of them another first schema (flyway.schemas)."
            .formatted(first, second, schema));
  }
}
