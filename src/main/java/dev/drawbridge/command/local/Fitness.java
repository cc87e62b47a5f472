package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.Unusable;
import java.util.Map;

/** Whether a machine without containers can do all that a Migration asks for. */
final class Fitness {

  private Fitness() {}

  /** Refuses a file on a claim: it is in the cluster, and a URL names another database. */
  static void requireServer(MigrationSpec spec) throws Unusable {
    if (spec.database().sqlite() != null) {
      throw new Unusable(
          "spec.database.sqlite is a file on the claim %s, which is in the cluster; on this machine only databases with a URL can be worked on."
              .formatted(spec.database().sqlite().claim()));
    }
  }

  /** Refuses steps that only a container can do, unless it is said that this machine may. */
  static void requireTools(MigrationSpec spec, boolean local, Map<String, String> environment)
      throws Unusable {
    for (var item : PlanItem.of(spec)) {
      if (item.run() != null) {
        requireTool(item, item.run(), local, environment);
      }
    }
  }

  private static void requireTool(
      PlanItem item, RunStep step, boolean local, Map<String, String> environment) throws Unusable {
    if (!local) {
      throw new Unusable(
          "%s runs in a container of the image %s, and there are no containers here. With --local-tools its command is started on this machine instead, as it is installed here."
              .formatted(item.path(), step.image()));
    }
    if (step.command().isEmpty()) {
      throw new Unusable(
          "%s has no command: it starts what its image (%s) starts by itself, and there are no containers here. Write the command."
              .formatted(item.path(), step.image()));
    }
    LocalVariables.requireValues(item, environment);
  }
}
