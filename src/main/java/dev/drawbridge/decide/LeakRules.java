package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Ruling.Closed;
import dev.drawbridge.decide.Ruling.Why;
import java.util.List;
import java.util.Optional;

/**
 * Which pods run although the gate would not let them go, and never did: somebody went around
 * admission, or Drawbridge came later than they. They are reported, and left alone.
 */
public final class LeakRules {

  private LeakRules() {}

  /**
   * The leaks of a Deployment, in words for its events; none if there is nothing to report.
   *
   * @param templates those that it has pods of, freshly read
   * @param migration the one that its label names, freshly read
   */
  public static List<Announcement> leaks(
      DeploymentView deployment, List<RunningTemplate> templates, Optional<Migration> migration) {
    return templates.stream()
        .filter(template -> template.pods() > 0)
        .flatMap(template -> leak(deployment, template, migration).stream())
        .toList();
  }

  private static Optional<Announcement> leak(
      DeploymentView deployment, RunningTemplate template, Optional<Migration> migration) {
    var need = new Need(deployment.need().migration(), template.ask());
    return switch (ReleaseRule.judge(need, deployment.namespace(), migration)) {
      case Ruling.Open _ -> Optional.empty();
      case Closed(var why, var sentence) ->
          isLeak(template, why)
              ? Optional.of(tell(deployment, template, why, sentence))
              : Optional.empty();
    };
  }

  /** What was once let go is no leak when its proof goes away: its pods ran with that schema. */
  private static boolean isLeak(RunningTemplate template, Why why) {
    return switch (why) {
      case MIGRATION_MISSING, MIGRATION_BEING_DELETED, NOT_VERIFIED -> !template.wasReleased();
      case BELOW_MINIMUM -> false;
    };
  }

  private static Announcement tell(
      DeploymentView deployment, RunningTemplate template, Why why, String sentence) {
    return new Announcement(
        true,
        "GateLeak",
        "Pods of ReplicaSet %s run that the gate did not let go: it %s. They are left alone; docs/operations.md says what to look at."
            .formatted(template.replicaSet(), sentence),
        deployment.uid() + template.uid() + template.ask().glassWords() + why);
  }
}
