package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.Exit;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.List;

/**
 * Which end of a pod brings another one: only where nothing can be repeated wrongly. A new pod
 * begins with the first container again.
 */
record FailurePolicy(boolean startsOnce, List<Stretch> stretches) {

  /**
   * How often an unreachable database is tried by a new pod; within each pod the runner tries again
   * by itself.
   */
  private static final int MOST_RETRIES = 3;

  static FailurePolicy of(Migration migration, RunPlan plan) {
    return new FailurePolicy(plan.startsOnce(migration), plan.stretches(migration));
  }

  /** How many pods may fail that the policy does not speak of. */
  int backoffLimit() {
    return startsOnce ? 0 : MOST_RETRIES;
  }

  PodFailurePolicy rules() {
    return startsOnce ? startedOnce() : ofScripts();
  }

  /**
   * What a tool does when it is started twice nobody knows, and a second backup would be one of a
   * database that is half changed. So no failure brings another pod, but one: before anything was
   * done, the database could not be reached.
   */
  private PodFailurePolicy startedOnce() {
    var policy = new PodFailurePolicyBuilder();
    for (var stretch : stretches) {
      if (stretch.mayBeginAgain()) {
        rule(policy, "Ignore", PodView.runner(stretch), "In", Exit.UNREACHABLE.code());
      }
    }
    return policy.build();
  }

  /**
   * A disruption and an unreachable database bring another pod: scripts that are applied are in the
   * history, and a check only asks. Any other end is the end.
   */
  private PodFailurePolicy ofScripts() {
    var policy = new PodFailurePolicyBuilder();
    policy
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule();
    for (var stretch : stretches) {
      var name = PodView.runner(stretch);
      if (stretch.mayBeginAgain()) {
        rule(policy, "FailJob", name, "NotIn", Exit.VERIFIED.code(), Exit.UNREACHABLE.code());
      } else {
        rule(policy, "FailJob", name, "NotIn", Exit.VERIFIED.code());
      }
      var check = stretch.after();
      if (check != null) {
        rule(policy, "FailJob", check.name(), "NotIn", Exit.VERIFIED.code());
      }
    }
    return policy.build();
  }

  private static void rule(
      PodFailurePolicyBuilder policy,
      String action,
      String container,
      String operator,
      Integer... codes) {
    policy
        .addNewRule()
        .withAction(action)
        .withNewOnExitCodes()
        .withContainerName(container)
        .withOperator(operator)
        .withValues(codes)
        .endOnExitCodes()
        .endRule();
  }
}
